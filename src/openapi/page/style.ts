/** The page's style: system fonts, light and dark as the reader has it, one column on a narrow screen. */
export const STYLE = `
:root { color-scheme: light dark; --text: #1c2430; --soft: #566173; --line: #dfe4ea; --back: #fff; --panel: #f6f8fa; --link: #0b57c4;
  --get: #0a6b3d; --head: #5a4fcf; --post: #0b57c4; --delete: #b3261e; --good: #0a6b3d; --bad: #b3261e; --mid: #7a5200 }
@media (prefers-color-scheme: dark) {
  :root { --text: #e4e8ee; --soft: #a3adbb; --line: #2c3440; --back: #12161c; --panel: #1a2029; --link: #7db4ff;
    --get: #63d29a; --head: #b3a9ff; --post: #7db4ff; --delete: #ff9d94; --good: #63d29a; --bad: #ff9d94; --mid: #e8bd66 }
}
* { box-sizing: border-box }
html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100% }
body { margin: 0; color: var(--text); background: var(--back); font: 16px/1.55 system-ui, sans-serif }
a { color: var(--link) }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px }
code, pre { font: 0.875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace }
code { overflow-wrap: anywhere }
pre { margin: 0; padding: 0.9rem 1rem; overflow: auto; max-height: 30rem; background: var(--panel); border: 1px solid var(--line); border-radius: 0 0 8px 8px }
pre code { font-size: 0.8125rem; white-space: pre-wrap }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }
.skip { position: absolute; left: 1rem; top: -4rem; padding: 0.5rem 1rem; background: var(--back); z-index: 1 }
.skip:focus { top: 0.5rem }
nav { padding: 1rem 1.25rem; background: var(--panel); border-bottom: 1px solid var(--line); font-size: 0.9375rem }
nav .name { margin: 0 0 0.75rem; font-weight: 650; font-size: 1.0625rem }
nav .name small { margin-left: 0.25rem; font-weight: 400 }
nav h2 a { color: inherit; text-decoration: none }
nav h2 { margin: 1.1rem 0 0.3rem; font-size: 0.75rem; letter-spacing: 0.06em; text-transform: uppercase; color: var(--soft) }
nav ul { list-style: none; margin: 0; padding: 0 }
nav li a { display: flex; gap: 0.5rem; align-items: baseline; padding: 0.2rem 0; color: inherit; text-decoration: none }
nav li a:hover { text-decoration: underline }
nav .method { flex: none; width: 3.4rem; font-size: 0.6875rem }
main { padding: 1.5rem 1.25rem 4rem; max-width: 82rem }
h1 { margin: 0; font-size: 2rem; line-height: 1.2; letter-spacing: -0.015em }
h1 small { font-size: 0.9375rem; font-weight: 400; letter-spacing: 0; color: var(--soft) }
.lead { margin: 0.25rem 0 1rem; font-size: 1.125rem; color: var(--soft) }
.intro { max-width: 46rem }
main h2 { margin: 3rem 0 0; font-size: 1.5rem; line-height: 1.25; letter-spacing: -0.01em }
main h2 + p { margin: 0.2rem 0 0; color: var(--soft) }
h3 { margin: 0; font-size: 1.1875rem; line-height: 1.3 }
h4 { margin: 1.4rem 0 0.3rem; font-size: 0.8125rem; letter-spacing: 0.05em; text-transform: uppercase; color: var(--soft) }
.operation, .schema { margin-top: 1.5rem; padding-top: 1.5rem; border-top: 1px solid var(--line) }
.anchor { color: var(--soft); text-decoration: none; font-weight: 400; opacity: 0 }
h3:hover .anchor, .anchor:focus { opacity: 1 }
.route { display: flex; flex-wrap: wrap; gap: 0.25rem 0.6rem; align-items: center; margin: 0.4rem 0 0 }
.method { font: 700 0.75rem/1.6 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; letter-spacing: 0.02em }
.route .method { padding: 0 0.45rem; border: 1px solid currentcolor; border-radius: 5px }
.get { color: var(--get) } .head { color: var(--head) } .post, .patch { color: var(--post) } .delete { color: var(--delete) }
.scope { color: var(--soft); font-size: 0.875rem }
.told > p, .told > ul { margin: 0.7rem 0 }
.told ul { padding-left: 1.2rem }
table { width: 100%; border-collapse: collapse }
th, td { padding: 0.5rem 0.75rem 0.5rem 0; border-top: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: 400 }
tr:first-child > * { border-top: 0 }
th { width: 34% }
small, .type { color: var(--soft); font-size: 0.8125rem }
th small { display: block }
details { border: 1px solid var(--line); border-radius: 8px; margin: 0.4rem 0; padding: 0 0.9rem }
summary { padding: 0.45rem 0; cursor: pointer; font-size: 0.9375rem }
details[open] > summary { border-bottom: 1px solid var(--line) }
.status { display: inline-block; min-width: 2.2rem; font: 700 0.8125rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace }
.s2 { color: var(--good) } .s3 { color: var(--post) } .s4 { color: var(--mid) } .s5 { color: var(--bad) }
figure { margin: 0.9rem 0 0 }
figcaption { padding: 0.3rem 1rem; font-size: 0.75rem; color: var(--soft); border: 1px solid var(--line); border-bottom: 0; border-radius: 8px 8px 0 0 }
@media (min-width: 60rem) {
  body { display: grid; grid-template-columns: 17rem minmax(0, 1fr) }
  nav { position: sticky; top: 0; height: 100vh; overflow: auto; border-right: 1px solid var(--line); border-bottom: 0 }
  main { padding: 2.5rem 3rem 6rem }
}
@media (min-width: 80rem) {
  .body { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 26rem); gap: 0 3rem }
  .samples { position: sticky; top: 1rem; align-self: start }
}
@media (max-width: 59.99rem) {
  nav { display: flex; flex-wrap: wrap; gap: 0.4rem 1.25rem; align-items: baseline }
  nav .name, nav h2 { margin: 0 }
  nav .name { flex-basis: 100% }
  nav ul { display: none }
}
@media (max-width: 34rem) {
  th, td { display: block; width: auto; padding: 0.4rem 0 } td { border-top: 0; padding-top: 0 } th small { display: inline }
}
@media print { nav, .anchor { display: none } body { display: block } }
`
