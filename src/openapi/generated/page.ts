/** Made by `npm run openapi`. */
export const OPENAPI_ETAG = '"0475f07b2da64841c042f560dfa50f3e"'
export const PAGE_ETAG = '"ab032cd82bd8fb57aabe809872b736a4"'
export const STYLE_SHA_256 = '80hfxIUa/AqBXLDPMKZnvk48KX0NH0u5HcByL5ndOZo='
export const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Media API reference</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns=&#39;http://www.w3.org/2000/svg&#39; viewBox=&#39;0 0 16 16&#39;%3E%3Crect width=&#39;16&#39; height=&#39;16&#39; rx=&#39;4&#39; fill=&#39;%230b57c4&#39;/%3E%3Cpath d=&#39;M4 11V5l4 4 4-4v6&#39; fill=&#39;none&#39; stroke=&#39;%23fff&#39; stroke-width=&#39;1.6&#39;/%3E%3C/svg%3E">
<style>
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
</style>
</head>
<body>
<a class="skip" href="#content">Skip to content</a>
<nav aria-label="Reference" tabindex="0">
<p class="name"><a href="#content">Media API</a> <small>0.1.0</small></p>
<h2><a href="#tag-Media">Media</a></h2><ul><li><a href="#listMedia"><span class="method get">GET</span> <span>List media</span></a></li><li><a href="#uploadMedia"><span class="method post">POST</span> <span>Upload a file</span></a></li><li><a href="#deleteManyMedia"><span class="method post">POST</span> <span>Delete up to 100 files and their records</span></a></li><li><a href="#showMedia"><span class="method get">GET</span> <span>Show a record</span></a></li><li><a href="#updateMedia"><span class="method patch">PATCH</span> <span>Rename a file, or give it alternative text</span></a></li><li><a href="#deleteMedia"><span class="method delete">DELETE</span> <span>Delete a file and its record</span></a></li><li><a href="#showUsage"><span class="method get">GET</span> <span>Show how much there is</span></a></li></ul><h2><a href="#tag-Uploads">Uploads</a></h2><ul><li><a href="#createUpload"><span class="method post">POST</span> <span>Begin a resumable upload</span></a></li><li><a href="#uploadProgress"><span class="method head">HEAD</span> <span>Ask how far a resumable upload has come</span></a></li><li><a href="#appendToUpload"><span class="method patch">PATCH</span> <span>Send bytes of a resumable upload</span></a></li><li><a href="#terminateUpload"><span class="method delete">DELETE</span> <span>Give up a resumable upload</span></a></li></ul><h2><a href="#tag-Files">Files</a></h2><ul><li><a href="#getFile"><span class="method get">GET</span> <span>Fetch a file</span></a></li><li><a href="#headFile"><span class="method head">HEAD</span> <span>Fetch a file&#39;s headers</span></a></li></ul><h2><a href="#tag-Tokens">Tokens</a></h2><ul><li><a href="#showOwnToken"><span class="method get">GET</span> <span>Show the token that asks</span></a></li><li><a href="#listTokens"><span class="method get">GET</span> <span>List tokens</span></a></li><li><a href="#createToken"><span class="method post">POST</span> <span>Make a token</span></a></li><li><a href="#revokeToken"><span class="method delete">DELETE</span> <span>Revoke a token</span></a></li><li><a href="#rotateToken"><span class="method post">POST</span> <span>Give a token another secret</span></a></li></ul><h2><a href="#tag-Service">Service</a></h2><ul><li><a href="#getHealth"><span class="method get">GET</span> <span>Ask whether it is well</span></a></li><li><a href="#getOpenapi"><span class="method get">GET</span> <span>This document</span></a></li><li><a href="#getDocs"><span class="method get">GET</span> <span>The reference page</span></a></li></ul>
<h2><a href="#schemas">Schemas</a></h2>
<ul><li><a href="#schema-Media">Media</a></li><li><a href="#schema-MediaList">MediaList</a></li><li><a href="#schema-MediaType">MediaType</a></li><li><a href="#schema-MediaPatch">MediaPatch</a></li><li><a href="#schema-MediaSort">MediaSort</a></li><li><a href="#schema-Usage">Usage</a></li><li><a href="#schema-Amount">Amount</a></li><li><a href="#schema-DeleteRequest">DeleteRequest</a></li><li><a href="#schema-DeleteOutcomes">DeleteOutcomes</a></li><li><a href="#schema-DeleteOutcome">DeleteOutcome</a></li><li><a href="#schema-Token">Token</a></li><li><a href="#schema-TokenList">TokenList</a></li><li><a href="#schema-TokenRequest">TokenRequest</a></li><li><a href="#schema-CreatedToken">CreatedToken</a></li><li><a href="#schema-OwnToken">OwnToken</a></li><li><a href="#schema-Scope">Scope</a></li><li><a href="#schema-ListMeta">ListMeta</a></li><li><a href="#schema-Timestamp">Timestamp</a></li><li><a href="#schema-Error">Error</a></li><li><a href="#schema-Health">Health</a></li></ul>
</nav>
<main id="content" tabindex="-1">
<div class="intro">
<h1>Media API <small>0.1.0</small></h1>
<p class="lead">A media library that you own.</p>
<p>Every path under <code>/api</code> wants <code>Authorization: Bearer &#60;token&#62;</code>, but for this document and its page. Authentication, then route and method, then scope are checked before anything else is read.</p><p>Answers are JSON, files excepted. An error is <code>{&#34;error&#34;: &#34;&#60;text&#62;&#34;}</code> with an exact text; its cause is in the log of the service, under the <code>X-Request-Id</code> of the answer. Where there is a <code>GET</code> there is a <code>HEAD</code>, which answers the same without its body. <code>OPTIONS</code> is answered on every path, without a token, for scripts of any origin. Another method is 405 (<code>MethodNotAllowed</code>), another path 404 (<code>NotFound</code>).</p>
<p>The same as OpenAPI 3.1, for tools: <a href="openapi.json">openapi.json</a>. The examples take the service's origin from <code>$URL</code> and a token from <code>$TOKEN</code>.</p>
<details><summary>Headers of every answer</summary><table><caption class="hidden">Headers of every answer</caption><tbody><tr><th scope="row"><code>X-Request-Id</code></th>
<td><div>Names this request in the log: yours if you sent one.</div><div class="type">string · such as <code>9f1c6c1e-7f0a-4f6f-9f0e-0c6a6c6f5f7e</code></div></td></tr><tr><th scope="row"><code>Cache-Control</code></th>
<td><div>No cache keeps an answer.</div><div class="type"><code>no-store</code></div></td></tr><tr><th scope="row"><code>Server-Timing</code> <small>optional</small></th>
<td><div>What the answer waited for, in milliseconds, and how often each store was asked. Of files there is none.</div><div class="type">string · such as <code>d1;dur=3;desc=&#34;1&#34;, kv;dur=1;desc=&#34;1&#34;, total;dur=5</code></div></td></tr><tr><th scope="row"><code>Access-Control-Allow-Origin</code></th>
<td><div>Any origin may ask, without credentials.</div><div class="type"><code>*</code></div></td></tr><tr><th scope="row"><code>Access-Control-Expose-Headers</code></th>
<td><div>Headers that scripts of other origins may read.</div><div class="type">string · such as <code>Link,Location,Content-Location,ETag,Retry-After,WWW-Authenticate,Idempotency-Replayed,X-Request-Id,Server-Timing</code></div></td></tr><tr><th scope="row"><code>Tus-Resumable</code> <small>optional</small></th>
<td><div>The version of tus. Under <code>/api/uploads</code> it is always there.</div><div class="type"><code>1.0.0</code></div></td></tr></tbody></table></details>
</div>
<h2 id="tag-Media">Media</h2><p>Records of files.</p><section class="operation" aria-labelledby="listMedia">
<h3 id="listMedia">List media <a class="anchor" href="#listMedia" aria-label="Link to List media">#</a></h3>
<p class="route"><span class="method get">GET</span> <code>/api/media</code>
<span class="scope">scope <code>media:read</code></span></p>
<div class="body"><div class="told">
<p>A page of records, newest first unless another order is asked for, with the exact total of the filters given. An empty value counts as absent; unknown parameters are passed over.</p><p>Every request reads a bounded number of rows, however large the library is. Two or more of <code>search</code>, <code>created_by</code> and an order by name or size are answered where one of the filters finds no more than 10,000 records; else they are refused, with what to narrow. So is a page that begins behind 10,000 records by <code>page</code>, in an order by name or size or of one user: <code>Link: rel=&#34;next&#34;</code> leads there.</p>
<h4>Parameters</h4><table><caption class="hidden">Parameters of listMedia</caption><tbody><tr><th scope="row"><code>page</code> <small>query</small></th>
<td><div>Which page.</div><div class="type">whole number, 1 to 999999999, default <code>1</code> · such as <code>2</code></div></td></tr><tr><th scope="row"><code>page_size</code> <small>query</small></th>
<td><div>How many a page has at most; more than 100 count as 100.</div><div class="type">whole number, 1 to 999999999, default <code>10</code> · such as <code>10</code></div></td></tr><tr><th scope="row"><code>type</code> <small>query</small></th>
<td><div>Only of this type.</div><div class="type"><code>image</code> or <code>video</code> or <code>audio</code> or <code>file</code> · such as <code>image</code></div></td></tr><tr><th scope="row"><code>search</code> <small>query</small></th>
<td><div>Only those whose name has this in it, in any case, taken literally.</div><div class="type">string · such as <code>orientation</code></div></td></tr><tr><th scope="row"><code>created_by</code> <small>query</small></th>
<td><div>Only those that a token of this user uploaded.</div><div class="type">string · such as <code>developer</code></div></td></tr><tr><th scope="row"><code>sort</code> <small>query</small></th>
<td><div>In which order; ties go by when they were made, in the same direction.</div><div class="type"><code>created_at</code> or <code>-created_at</code> or <code>name</code> or <code>-name</code> or <code>size</code> or <code>-size</code>, default <code>-created_at</code> · such as <code>-size</code></div></td></tr><tr><th scope="row"><code>cursor</code> <small>query</small></th>
<td><div>Where the page before ended, in this order. Clients take it from <code>Link: rel=&#34;next&#34;</code> and build none.</div><div class="type">string</div></td></tr></tbody></table>

<h4>Answers</h4>
<details><summary><span class="status s2">200</span> OK</summary>
<p>A page.</p>
<p class="type"><code>application/json</code>: <a href="#schema-MediaList">MediaList</a></p>
<table><caption class="hidden">Headers of 200</caption><tbody><tr><th scope="row"><code>Link</code> <small>optional</small></th>
<td><div>The pages around this one (RFC 8288): <code>next</code> while there is more, <code>prev</code> and <code>first</code> from page 2 on. Follow it, build none.</div><div class="type">string · such as <code>&#60;https://media.example.com/api/media?page=2&#38;cursor=1041&#62;; rel=&#34;next&#34;</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">400</span> Invalid query parameters</summary>
<p>A parameter is malformed, unknown of its kind, or there twice.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">401</span> Missing or invalid API token</summary>
<p>The token is missing, malformed, unknown, revoked or expired.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 401</caption><tbody><tr><th scope="row"><code>WWW-Authenticate</code></th>
<td><div>RFC 6750.</div><div class="type"><code>Bearer</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">403</span> Insufficient scope</summary>
<p>The token may not do this.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 403</caption><tbody><tr><th scope="row"><code>WWW-Authenticate</code></th>
<td><div>RFC 6750: the scopes that the token lacks.</div><div class="type">string · such as <code>Bearer error=&#34;insufficient_scope&#34;, scope=&#34;media:create&#34;</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">429</span> Too many requests</summary>
<p>More writes than a token has in a minute, or more failed authentications than an address has.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 429</caption><tbody><tr><th scope="row"><code>Retry-After</code></th>
<td><div>Seconds to wait.</div><div class="type">string · such as <code>60</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s5">500</span> Internal server error</summary>
<p>Anything else. The cause is in the log, under the request id.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s5">503</span> Service not ready</summary>
<p>The database has no tables yet, for a deployment is under way; of <code>/health</code> also: it does not answer.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 503</caption><tbody><tr><th scope="row"><code>Retry-After</code> <small>optional</small></th>
<td><div>Seconds to wait, where the tables are not there yet.</div><div class="type">string · such as <code>10</code></div></td></tr></tbody></table>
</details>
</div><div class="samples">
<figure><figcaption>curl</figcaption><pre tabindex="0" aria-label="curl"><code>curl -H &#34;Authorization: Bearer $TOKEN&#34; &#34;$URL/api/media?type=image&#38;created_by=developer&#38;sort=-size&#34;</code></pre></figure>
<figure><figcaption>200 OK</figcaption><pre tabindex="0" aria-label="200 OK"><code>{
  &#34;data&#34;: [
    {
      &#34;id&#34;: &#34;01a20fee-2ec8-77e0-ab41-0c80439c78be&#34;,
      &#34;name&#34;: &#34;orientation-6.jpg&#34;,
      &#34;type&#34;: &#34;image&#34;,
      &#34;mime_type&#34;: &#34;image/jpeg&#34;,
      &#34;size&#34;: 1125,
      &#34;path&#34;: &#34;media/01a20fee-2ec8-77e0-ab41-0c80439c78be/orientation-6.jpg&#34;,
      &#34;url&#34;: &#34;https://media.example.com/media/01a20fee-2ec8-77e0-ab41-0c80439c78be/orientation-6.jpg&#34;,
      &#34;width&#34;: 37,
      &#34;height&#34;: 61,
      &#34;duration&#34;: null,
      &#34;alt&#34;: null,
      &#34;created_at&#34;: &#34;2026-11-24T23:39:57Z&#34;,
      &#34;updated_at&#34;: &#34;2026-11-24T23:39:57Z&#34;,
      &#34;created_by&#34;: &#34;developer&#34;
    }
  ],
  &#34;meta&#34;: {
    &#34;total&#34;: 23,
    &#34;page&#34;: 2,
    &#34;page_size&#34;: 10
  }
}</code></pre></figure>
</div></div></section><section class="operation" aria-labelledby="uploadMedia">
<h3 id="uploadMedia">Upload a file <a class="anchor" href="#uploadMedia" aria-label="Link to Upload a file">#</a></h3>
<p class="route"><span class="method post">POST</span> <code>/api/media</code>
<span class="scope">scope <code>media:create</code></span></p>
<div class="body"><div class="told">
<p>The bytes decide the type, never the name or a declared type. What is taken, and up to which size (1 MB is 1,048,576 bytes):</p><ul><li><code>.jpg</code> <code>.jpeg</code>: <code>image/jpeg</code>, 10 MB</li><li><code>.png</code>: <code>image/png</code>, 10 MB</li><li><code>.gif</code>: <code>image/gif</code>, 10 MB</li><li><code>.doc</code> <code>.docx</code>: <code>application/msword</code>, 20 MB</li><li><code>.xls</code> <code>.xlsx</code>: <code>application/vnd.ms-excel</code>, 20 MB</li><li><code>.mp4</code>: <code>video/mp4</code>, 100 MB</li><li><code>.mp3</code>: <code>audio/mpeg</code>, 50 MB</li><li><code>.pdf</code>: <code>application/pdf</code>, 20 MB</li></ul><p>A name&#39;s extension that fits the bytes is kept, one of another format of the same type is replaced, a missing one is added.</p>
<h4>Parameters</h4><table><caption class="hidden">Parameters of uploadMedia</caption><tbody><tr><th scope="row"><code>name</code> <small>query</small></th>
<td><div>File name of raw bytes, where <code>Content-Disposition</code> gives none.</div><div class="type">string · such as <code>photo.jpg</code></div></td></tr><tr><th scope="row"><code>Content-Disposition</code> <small>header</small></th>
<td><div>File name of raw bytes (RFC 6266): <code>filename*</code>, else <code>filename</code>.</div><div class="type">string · such as <code>attachment; filename*=UTF-8&#39;&#39;photo.jpg</code></div></td></tr><tr><th scope="row"><code>Idempotency-Key</code> <small>header</small></th>
<td><div>Makes a retry safe: within 24 hours the same key of the same user gives the first record again, and leaves nothing else.</div><div class="type">string, <code>^[!-~]{1,255}$</code> · such as <code>order-17</code></div></td></tr><tr><th scope="row"><code>Content-Digest</code> <small>header</small></th>
<td><div>SHA-256 of the bytes (RFC 9530): those are stored, or nothing is. For a form it goes into the header of the file part.</div><div class="type">string · such as <code>sha-256=:zJ0PbzNR2M3GmMCx8D2nNSDJ6NZ5oWC3pAx1cIQ0Y2E=:</code></div></td></tr><tr><th scope="row"><code>Repr-Digest</code> <small>header</small></th>
<td><div>As <code>Content-Digest</code>: here the two mean the same bytes.</div><div class="type">string · such as <code>sha-256=:zJ0PbzNR2M3GmMCx8D2nNSDJ6NZ5oWC3pAx1cIQ0Y2E=:</code></div></td></tr></tbody></table>
<h4>Body</h4><p>A form, or the bytes alone with a name beside them. With or without <code>Content-Length</code>.</p><p><code>multipart/form-data</code>: Parts of other names are passed over.</p><table><caption class="hidden">Fields of multipart/form-data</caption><tbody><tr><th scope="row"><code>file</code></th>
<td><div>The file, with a filename.</div><div class="type">bytes</div></td></tr></tbody></table><p><code>*/*</code>: The bytes. Their declared type is not looked at.</p><p class="type">bytes</p>
<h4>Answers</h4>
<details><summary><span class="status s2">201</span> Created</summary>
<p>The record, or that of the first upload with this <code>Idempotency-Key</code>.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Media">Media</a></p>
<table><caption class="hidden">Headers of 201</caption><tbody><tr><th scope="row"><code>Location</code></th>
<td><div>Where the record is.</div><div class="type">string · such as <code>/api/media/01a20fee-2ec8-77e0-ab41-0c80439c78be</code></div></td></tr><tr><th scope="row"><code>ETag</code></th>
<td><div>Strong: another one where a byte differs, or a record was changed.</div><div class="type">string · such as <code>&#34;3f0d1c5e8b7a49d2a6c1e0f4b8d7a635&#34;</code></div></td></tr><tr><th scope="row"><code>Idempotency-Replayed</code> <small>optional</small></th>
<td><div>There where the record is that of an earlier upload with the same <code>Idempotency-Key</code>.</div><div class="type"><code>true</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">400</span> No file uploaded · Invalid file type · Malformed upload · Digest mismatch · Invalid idempotency key</summary>
<ul><li><code>No file uploaded</code>: Neither a form with a file in a part named <code>file</code> nor named bytes; or the file is empty.</li><li><code>Invalid file type</code>: The bytes, or the extension of the name, are of no supported type, or do not fit each other.</li><li><code>Malformed upload</code>: The form breaks off, breaks RFC 7578, or has two files.</li><li><code>Digest mismatch</code>: The bytes are not those that the digest names, or the digest is malformed. Nothing is stored.</li><li><code>Invalid idempotency key</code>: Not 1 to 255 visible ASCII characters.</li></ul>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">401</span> Missing or invalid API token</summary>
<p>The token is missing, malformed, unknown, revoked or expired.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 401</caption><tbody><tr><th scope="row"><code>WWW-Authenticate</code></th>
<td><div>RFC 6750.</div><div class="type"><code>Bearer</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">403</span> Insufficient scope</summary>
<p>The token may not do this.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 403</caption><tbody><tr><th scope="row"><code>WWW-Authenticate</code></th>
<td><div>RFC 6750: the scopes that the token lacks.</div><div class="type">string · such as <code>Bearer error=&#34;insufficient_scope&#34;, scope=&#34;media:create&#34;</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">408</span> Upload timed out</summary>
<p>The body took more than an hour.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">413</span> File size too large</summary>
<p>The file is past the limit of its type; said as soon as that is certain.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">422</span> Idempotency key reused · File failed the malware scan</summary>
<ul><li><code>Idempotency key reused</code>: The key is that of an upload with another name or size.</li><li><code>File failed the malware scan</code>: The malware scan found something. Nothing is stored; a resumable upload is ended.</li></ul>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">429</span> Too many requests</summary>
<p>More writes than a token has in a minute, or more failed authentications than an address has.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 429</caption><tbody><tr><th scope="row"><code>Retry-After</code></th>
<td><div>Seconds to wait.</div><div class="type">string · such as <code>60</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s5">500</span> Failed to upload file · Failed to create media record · Internal server error</summary>
<ul><li><code>Failed to upload file</code>: The bytes could not be stored.</li><li><code>Failed to create media record</code>: The record could not be made; of the upload nothing is left.</li><li><code>Internal server error</code>: Anything else. The cause is in the log, under the request id.</li></ul>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s5">503</span> Malware scan unavailable · Service not ready</summary>
<ul><li><code>Malware scan unavailable</code>: A malware scan is wanted, and there was no verdict. Nothing is stored; a resumable upload keeps its bytes, and is scanned again by itself or with the next <code>HEAD</code>.</li><li><code>Service not ready</code>: The database has no tables yet, for a deployment is under way; of <code>/health</code> also: it does not answer.</li></ul>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 503</caption><tbody><tr><th scope="row"><code>Retry-After</code> <small>optional</small></th>
<td><div>Seconds to wait, where the tables are not there yet.</div><div class="type">string · such as <code>10</code></div></td></tr></tbody></table>
</details>
</div><div class="samples">
<figure><figcaption>curl</figcaption><pre tabindex="0" aria-label="curl"><code>curl -H &#34;Authorization: Bearer $TOKEN&#34; -F &#34;file=@photo.jpg&#34; &#34;$URL/api/media&#34;</code></pre></figure>
<figure><figcaption>201 Created</figcaption><pre tabindex="0" aria-label="201 Created"><code>{
  &#34;id&#34;: &#34;01a20fee-2ec8-77e0-ab41-0c80439c78be&#34;,
  &#34;name&#34;: &#34;orientation-6.jpg&#34;,
  &#34;type&#34;: &#34;image&#34;,
  &#34;mime_type&#34;: &#34;image/jpeg&#34;,
  &#34;size&#34;: 1125,
  &#34;path&#34;: &#34;media/01a20fee-2ec8-77e0-ab41-0c80439c78be/orientation-6.jpg&#34;,
  &#34;url&#34;: &#34;https://media.example.com/media/01a20fee-2ec8-77e0-ab41-0c80439c78be/orientation-6.jpg&#34;,
  &#34;width&#34;: 37,
  &#34;height&#34;: 61,
  &#34;duration&#34;: null,
  &#34;alt&#34;: null,
  &#34;created_at&#34;: &#34;2026-11-24T23:39:57Z&#34;,
  &#34;updated_at&#34;: &#34;2026-11-24T23:39:57Z&#34;,
  &#34;created_by&#34;: &#34;developer&#34;
}</code></pre></figure>
</div></div></section><section class="operation" aria-labelledby="deleteManyMedia">
<h3 id="deleteManyMedia">Delete up to 100 files and their records <a class="anchor" href="#deleteManyMedia" aria-label="Link to Delete up to 100 files and their records">#</a></h3>
<p class="route"><span class="method post">POST</span> <code>/api/media/delete</code>
<span class="scope">scope <code>media:delete</code></span></p>
<div class="body"><div class="told">
<p>Each as a <code>DELETE</code> of it would; one that fails keeps none of the others. The answer is 200 as soon as each has its outcome, and a retry finishes what failed.</p>

<h4>Body</h4><p>At most 16 KiB of JSON.</p><p><code>application/json</code></p><p class="type"><a href="#schema-DeleteRequest">DeleteRequest</a></p>
<h4>Answers</h4>
<details><summary><span class="status s2">200</span> OK</summary>
<p>What became of each.</p>
<p class="type"><code>application/json</code>: <a href="#schema-DeleteOutcomes">DeleteOutcomes</a></p>

</details><details><summary><span class="status s4">400</span> Invalid request body</summary>
<p>The body is no JSON, too long, of another type, or does not fit.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">401</span> Missing or invalid API token</summary>
<p>The token is missing, malformed, unknown, revoked or expired.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 401</caption><tbody><tr><th scope="row"><code>WWW-Authenticate</code></th>
<td><div>RFC 6750.</div><div class="type"><code>Bearer</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">403</span> Insufficient scope</summary>
<p>The token may not do this.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 403</caption><tbody><tr><th scope="row"><code>WWW-Authenticate</code></th>
<td><div>RFC 6750: the scopes that the token lacks.</div><div class="type">string · such as <code>Bearer error=&#34;insufficient_scope&#34;, scope=&#34;media:create&#34;</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">415</span> Unsupported media type</summary>
<p>The body is of another type than this route takes.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 415</caption><tbody><tr><th scope="row"><code>Accept-Patch</code> <small>optional</small></th>
<td><div>RFC 5789: the types that a <code>PATCH</code> takes.</div><div class="type"><code>application/merge-patch+json, application/json</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">429</span> Too many requests</summary>
<p>More writes than a token has in a minute, or more failed authentications than an address has.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 429</caption><tbody><tr><th scope="row"><code>Retry-After</code></th>
<td><div>Seconds to wait.</div><div class="type">string · such as <code>60</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s5">500</span> Internal server error</summary>
<p>Anything else. The cause is in the log, under the request id.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s5">503</span> Service not ready</summary>
<p>The database has no tables yet, for a deployment is under way; of <code>/health</code> also: it does not answer.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 503</caption><tbody><tr><th scope="row"><code>Retry-After</code> <small>optional</small></th>
<td><div>Seconds to wait, where the tables are not there yet.</div><div class="type">string · such as <code>10</code></div></td></tr></tbody></table>
</details>
</div><div class="samples">
<figure><figcaption>curl</figcaption><pre tabindex="0" aria-label="curl"><code>curl -H &#34;Authorization: Bearer $TOKEN&#34; -H &#34;Content-Type: application/json&#34; \\
     -d &#39;{&#34;ids&#34;:[&#34;01a20fee-2ec8-77e0-ab41-0c80439c78be&#34;]}&#39; &#34;$URL/api/media/delete&#34;</code></pre></figure>
<figure><figcaption>Body</figcaption><pre tabindex="0" aria-label="Body"><code>{
  &#34;ids&#34;: [
    &#34;01a20fee-2ec8-77e0-ab41-0c80439c78be&#34;,
    &#34;01a20fee-3a10-7d52-9a3c-5b0c8e1f7d46&#34;
  ]
}</code></pre></figure><figure><figcaption>200 OK</figcaption><pre tabindex="0" aria-label="200 OK"><code>{
  &#34;data&#34;: [
    {
      &#34;id&#34;: &#34;01a20fee-2ec8-77e0-ab41-0c80439c78be&#34;,
      &#34;status&#34;: 204
    },
    {
      &#34;id&#34;: &#34;01a20fee-3a10-7d52-9a3c-5b0c8e1f7d46&#34;,
      &#34;status&#34;: 404,
      &#34;error&#34;: &#34;Media not found&#34;
    }
  ]
}</code></pre></figure>
</div></div></section><section class="operation" aria-labelledby="showMedia">
<h3 id="showMedia">Show a record <a class="anchor" href="#showMedia" aria-label="Link to Show a record">#</a></h3>
<p class="route"><span class="method get">GET</span> <code>/api/media/{id}</code>
<span class="scope">scope <code>media:read</code></span></p>
<div class="body"><div class="told">
<p>The record alone; the bytes are at its <code>url</code>.</p>
<h4>Parameters</h4><table><caption class="hidden">Parameters of showMedia</caption><tbody><tr><th scope="row"><code>id</code> <small>path</small></th>
<td><div>Of the record. What is no UUID is an id of nothing.</div><div class="type">UUID · such as <code>01a20fee-2ec8-77e0-ab41-0c80439c78be</code></div></td></tr><tr><th scope="row"><code>If-Match</code> <small>header</small></th>
<td><div>412 where none of these tags is that of what is there.</div><div class="type">string</div></td></tr><tr><th scope="row"><code>If-None-Match</code> <small>header</small></th>
<td><div>304 (412 of a change) where one of these tags is that of what is there; <code>*</code> is any.</div><div class="type">string · such as <code>&#34;3f0d1c5e8b7a49d2a6c1e0f4b8d7a635&#34;</code></div></td></tr></tbody></table>

<h4>Answers</h4>
<details><summary><span class="status s2">200</span> OK</summary>
<p>The record.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Media">Media</a></p>
<table><caption class="hidden">Headers of 200</caption><tbody><tr><th scope="row"><code>ETag</code></th>
<td><div>Strong: another one where a byte differs, or a record was changed.</div><div class="type">string · such as <code>&#34;3f0d1c5e8b7a49d2a6c1e0f4b8d7a635&#34;</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s3">304</span> Not Modified</summary>
<p>The client has the record as it is.</p>

<table><caption class="hidden">Headers of 304</caption><tbody><tr><th scope="row"><code>ETag</code></th>
<td><div>Strong: another one where a byte differs, or a record was changed.</div><div class="type">string · such as <code>&#34;3f0d1c5e8b7a49d2a6c1e0f4b8d7a635&#34;</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">401</span> Missing or invalid API token</summary>
<p>The token is missing, malformed, unknown, revoked or expired.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 401</caption><tbody><tr><th scope="row"><code>WWW-Authenticate</code></th>
<td><div>RFC 6750.</div><div class="type"><code>Bearer</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">403</span> Insufficient scope</summary>
<p>The token may not do this.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 403</caption><tbody><tr><th scope="row"><code>WWW-Authenticate</code></th>
<td><div>RFC 6750: the scopes that the token lacks.</div><div class="type">string · such as <code>Bearer error=&#34;insufficient_scope&#34;, scope=&#34;media:create&#34;</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">404</span> Media not found</summary>
<p>There is no such record or file.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">412</span> Precondition failed</summary>
<p>A condition on what is there is not met.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">429</span> Too many requests</summary>
<p>More writes than a token has in a minute, or more failed authentications than an address has.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 429</caption><tbody><tr><th scope="row"><code>Retry-After</code></th>
<td><div>Seconds to wait.</div><div class="type">string · such as <code>60</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s5">500</span> Internal server error</summary>
<p>Anything else. The cause is in the log, under the request id.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s5">503</span> Service not ready</summary>
<p>The database has no tables yet, for a deployment is under way; of <code>/health</code> also: it does not answer.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 503</caption><tbody><tr><th scope="row"><code>Retry-After</code> <small>optional</small></th>
<td><div>Seconds to wait, where the tables are not there yet.</div><div class="type">string · such as <code>10</code></div></td></tr></tbody></table>
</details>
</div><div class="samples">
<figure><figcaption>curl</figcaption><pre tabindex="0" aria-label="curl"><code>curl -H &#34;Authorization: Bearer $TOKEN&#34; &#34;$URL/api/media/01a20fee-2ec8-77e0-ab41-0c80439c78be&#34;</code></pre></figure>
<figure><figcaption>200 OK</figcaption><pre tabindex="0" aria-label="200 OK"><code>{
  &#34;id&#34;: &#34;01a20fee-2ec8-77e0-ab41-0c80439c78be&#34;,
  &#34;name&#34;: &#34;orientation-6.jpg&#34;,
  &#34;type&#34;: &#34;image&#34;,
  &#34;mime_type&#34;: &#34;image/jpeg&#34;,
  &#34;size&#34;: 1125,
  &#34;path&#34;: &#34;media/01a20fee-2ec8-77e0-ab41-0c80439c78be/orientation-6.jpg&#34;,
  &#34;url&#34;: &#34;https://media.example.com/media/01a20fee-2ec8-77e0-ab41-0c80439c78be/orientation-6.jpg&#34;,
  &#34;width&#34;: 37,
  &#34;height&#34;: 61,
  &#34;duration&#34;: null,
  &#34;alt&#34;: null,
  &#34;created_at&#34;: &#34;2026-11-24T23:39:57Z&#34;,
  &#34;updated_at&#34;: &#34;2026-11-24T23:39:57Z&#34;,
  &#34;created_by&#34;: &#34;developer&#34;
}</code></pre></figure>
</div></div></section><section class="operation" aria-labelledby="updateMedia">
<h3 id="updateMedia">Rename a file, or give it alternative text <a class="anchor" href="#updateMedia" aria-label="Link to Rename a file, or give it alternative text">#</a></h3>
<p class="route"><span class="method patch">PATCH</span> <code>/api/media/{id}</code>
<span class="scope">scope <code>media:update</code></span></p>
<div class="body"><div class="told">
<p>A JSON merge patch (RFC 7396): what it does not name stays, also where others change that at the same time; <code>{}</code> changes nothing. A new name follows the rules of an upload; <code>path</code>, <code>url</code> and the name of a download stay. With <code>If-Match</code>, only the record that the client knows is changed.</p>
<h4>Parameters</h4><table><caption class="hidden">Parameters of updateMedia</caption><tbody><tr><th scope="row"><code>id</code> <small>path</small></th>
<td><div>Of the record. What is no UUID is an id of nothing.</div><div class="type">UUID · such as <code>01a20fee-2ec8-77e0-ab41-0c80439c78be</code></div></td></tr><tr><th scope="row"><code>If-Match</code> <small>header</small></th>
<td><div>412 where none of these tags is that of what is there.</div><div class="type">string</div></td></tr><tr><th scope="row"><code>If-None-Match</code> <small>header</small></th>
<td><div>304 (412 of a change) where one of these tags is that of what is there; <code>*</code> is any.</div><div class="type">string · such as <code>&#34;3f0d1c5e8b7a49d2a6c1e0f4b8d7a635&#34;</code></div></td></tr></tbody></table>
<h4>Body</h4><p>At most 64 KiB.</p><p><code>application/merge-patch+json</code></p><p class="type"><a href="#schema-MediaPatch">MediaPatch</a></p><p><code>application/json</code></p><p class="type"><a href="#schema-MediaPatch">MediaPatch</a></p>
<h4>Answers</h4>
<details><summary><span class="status s2">200</span> OK</summary>
<p>The record as it is now.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Media">Media</a></p>
<table><caption class="hidden">Headers of 200</caption><tbody><tr><th scope="row"><code>ETag</code></th>
<td><div>Strong: another one where a byte differs, or a record was changed.</div><div class="type">string · such as <code>&#34;3f0d1c5e8b7a49d2a6c1e0f4b8d7a635&#34;</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">400</span> Invalid request body · Invalid file type</summary>
<ul><li><code>Invalid request body</code>: The body is no JSON, too long, of another type, or does not fit.</li><li><code>Invalid file type</code>: The bytes, or the extension of the name, are of no supported type, or do not fit each other.</li></ul>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">401</span> Missing or invalid API token</summary>
<p>The token is missing, malformed, unknown, revoked or expired.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 401</caption><tbody><tr><th scope="row"><code>WWW-Authenticate</code></th>
<td><div>RFC 6750.</div><div class="type"><code>Bearer</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">403</span> Insufficient scope</summary>
<p>The token may not do this.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 403</caption><tbody><tr><th scope="row"><code>WWW-Authenticate</code></th>
<td><div>RFC 6750: the scopes that the token lacks.</div><div class="type">string · such as <code>Bearer error=&#34;insufficient_scope&#34;, scope=&#34;media:create&#34;</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">404</span> Media not found</summary>
<p>There is no such record or file.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">412</span> Precondition failed</summary>
<p>A condition on what is there is not met.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">415</span> Unsupported media type</summary>
<p>The body is of another type than this route takes.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 415</caption><tbody><tr><th scope="row"><code>Accept-Patch</code> <small>optional</small></th>
<td><div>RFC 5789: the types that a <code>PATCH</code> takes.</div><div class="type"><code>application/merge-patch+json, application/json</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">429</span> Too many requests</summary>
<p>More writes than a token has in a minute, or more failed authentications than an address has.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 429</caption><tbody><tr><th scope="row"><code>Retry-After</code></th>
<td><div>Seconds to wait.</div><div class="type">string · such as <code>60</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s5">500</span> Internal server error</summary>
<p>Anything else. The cause is in the log, under the request id.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s5">503</span> Service not ready</summary>
<p>The database has no tables yet, for a deployment is under way; of <code>/health</code> also: it does not answer.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 503</caption><tbody><tr><th scope="row"><code>Retry-After</code> <small>optional</small></th>
<td><div>Seconds to wait, where the tables are not there yet.</div><div class="type">string · such as <code>10</code></div></td></tr></tbody></table>
</details>
</div><div class="samples">
<figure><figcaption>curl</figcaption><pre tabindex="0" aria-label="curl"><code>curl -X PATCH -H &#34;Authorization: Bearer $TOKEN&#34; -H &#34;Content-Type: application/merge-patch+json&#34; \\
  -d &#39;{&#34;name&#34;: &#34;A tree in autumn&#34;, &#34;alt&#34;: &#34;A maple with red leaves before a wall&#34;}&#39; &#34;$URL/api/media/01a20fee-2ec8-77e0-ab41-0c80439c78be&#34;</code></pre></figure>
<figure><figcaption>Body</figcaption><pre tabindex="0" aria-label="Body"><code>{
  &#34;name&#34;: &#34;A tree in autumn&#34;,
  &#34;alt&#34;: &#34;A maple with red leaves before a wall&#34;
}</code></pre></figure><figure><figcaption>200 OK</figcaption><pre tabindex="0" aria-label="200 OK"><code>{
  &#34;id&#34;: &#34;01a20fee-2ec8-77e0-ab41-0c80439c78be&#34;,
  &#34;name&#34;: &#34;orientation-6.jpg&#34;,
  &#34;type&#34;: &#34;image&#34;,
  &#34;mime_type&#34;: &#34;image/jpeg&#34;,
  &#34;size&#34;: 1125,
  &#34;path&#34;: &#34;media/01a20fee-2ec8-77e0-ab41-0c80439c78be/orientation-6.jpg&#34;,
  &#34;url&#34;: &#34;https://media.example.com/media/01a20fee-2ec8-77e0-ab41-0c80439c78be/orientation-6.jpg&#34;,
  &#34;width&#34;: 37,
  &#34;height&#34;: 61,
  &#34;duration&#34;: null,
  &#34;alt&#34;: null,
  &#34;created_at&#34;: &#34;2026-11-24T23:39:57Z&#34;,
  &#34;updated_at&#34;: &#34;2026-11-24T23:39:57Z&#34;,
  &#34;created_by&#34;: &#34;developer&#34;
}</code></pre></figure>
</div></div></section><section class="operation" aria-labelledby="deleteMedia">
<h3 id="deleteMedia">Delete a file and its record <a class="anchor" href="#deleteMedia" aria-label="Link to Delete a file and its record">#</a></h3>
<p class="route"><span class="method delete">DELETE</span> <code>/api/media/{id}</code>
<span class="scope">scope <code>media:delete</code></span></p>
<div class="body"><div class="told">
<p>A file is never reported gone while it can still be fetched. Where a step fails, a retry finishes the delete.</p>
<h4>Parameters</h4><table><caption class="hidden">Parameters of deleteMedia</caption><tbody><tr><th scope="row"><code>id</code> <small>path</small></th>
<td><div>Of the record. What is no UUID is an id of nothing.</div><div class="type">UUID · such as <code>01a20fee-2ec8-77e0-ab41-0c80439c78be</code></div></td></tr><tr><th scope="row"><code>If-Match</code> <small>header</small></th>
<td><div>412 where none of these tags is that of what is there.</div><div class="type">string</div></td></tr><tr><th scope="row"><code>If-None-Match</code> <small>header</small></th>
<td><div>304 (412 of a change) where one of these tags is that of what is there; <code>*</code> is any.</div><div class="type">string · such as <code>&#34;3f0d1c5e8b7a49d2a6c1e0f4b8d7a635&#34;</code></div></td></tr></tbody></table>

<h4>Answers</h4>
<details><summary><span class="status s2">204</span> No Content</summary>
<p>Both are gone.</p>


</details><details><summary><span class="status s4">401</span> Missing or invalid API token</summary>
<p>The token is missing, malformed, unknown, revoked or expired.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 401</caption><tbody><tr><th scope="row"><code>WWW-Authenticate</code></th>
<td><div>RFC 6750.</div><div class="type"><code>Bearer</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">403</span> Insufficient scope</summary>
<p>The token may not do this.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 403</caption><tbody><tr><th scope="row"><code>WWW-Authenticate</code></th>
<td><div>RFC 6750: the scopes that the token lacks.</div><div class="type">string · such as <code>Bearer error=&#34;insufficient_scope&#34;, scope=&#34;media:create&#34;</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">404</span> Media not found</summary>
<p>There is no such record or file.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">412</span> Precondition failed</summary>
<p>A condition on what is there is not met.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">429</span> Too many requests</summary>
<p>More writes than a token has in a minute, or more failed authentications than an address has.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 429</caption><tbody><tr><th scope="row"><code>Retry-After</code></th>
<td><div>Seconds to wait.</div><div class="type">string · such as <code>60</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s5">500</span> Failed to delete file · Internal server error</summary>
<ul><li><code>Failed to delete file</code>: The bytes could not be removed. A retry goes on from there.</li><li><code>Internal server error</code>: Anything else. The cause is in the log, under the request id.</li></ul>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s5">503</span> Service not ready</summary>
<p>The database has no tables yet, for a deployment is under way; of <code>/health</code> also: it does not answer.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 503</caption><tbody><tr><th scope="row"><code>Retry-After</code> <small>optional</small></th>
<td><div>Seconds to wait, where the tables are not there yet.</div><div class="type">string · such as <code>10</code></div></td></tr></tbody></table>
</details>
</div><div class="samples">
<figure><figcaption>curl</figcaption><pre tabindex="0" aria-label="curl"><code>curl -X DELETE -H &#34;Authorization: Bearer $TOKEN&#34; &#34;$URL/api/media/01a20fee-2ec8-77e0-ab41-0c80439c78be&#34;</code></pre></figure>

</div></div></section><section class="operation" aria-labelledby="showUsage">
<h3 id="showUsage">Show how much there is <a class="anchor" href="#showUsage" aria-label="Link to Show how much there is">#</a></h3>
<p class="route"><span class="method get">GET</span> <code>/api/usage</code>
<span class="scope">scope <code>media:read</code></span></p>
<div class="body"><div class="told">
<p>Records and bytes, by type and in all: exact, and one row read.</p>


<h4>Answers</h4>
<details><summary><span class="status s2">200</span> OK</summary>
<p>What there is.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Usage">Usage</a></p>

</details><details><summary><span class="status s4">401</span> Missing or invalid API token</summary>
<p>The token is missing, malformed, unknown, revoked or expired.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 401</caption><tbody><tr><th scope="row"><code>WWW-Authenticate</code></th>
<td><div>RFC 6750.</div><div class="type"><code>Bearer</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">403</span> Insufficient scope</summary>
<p>The token may not do this.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 403</caption><tbody><tr><th scope="row"><code>WWW-Authenticate</code></th>
<td><div>RFC 6750: the scopes that the token lacks.</div><div class="type">string · such as <code>Bearer error=&#34;insufficient_scope&#34;, scope=&#34;media:create&#34;</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">429</span> Too many requests</summary>
<p>More writes than a token has in a minute, or more failed authentications than an address has.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 429</caption><tbody><tr><th scope="row"><code>Retry-After</code></th>
<td><div>Seconds to wait.</div><div class="type">string · such as <code>60</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s5">500</span> Internal server error</summary>
<p>Anything else. The cause is in the log, under the request id.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s5">503</span> Service not ready</summary>
<p>The database has no tables yet, for a deployment is under way; of <code>/health</code> also: it does not answer.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 503</caption><tbody><tr><th scope="row"><code>Retry-After</code> <small>optional</small></th>
<td><div>Seconds to wait, where the tables are not there yet.</div><div class="type">string · such as <code>10</code></div></td></tr></tbody></table>
</details>
</div><div class="samples">
<figure><figcaption>curl</figcaption><pre tabindex="0" aria-label="curl"><code>curl -H &#34;Authorization: Bearer $TOKEN&#34; &#34;$URL/api/usage&#34;</code></pre></figure>
<figure><figcaption>200 OK</figcaption><pre tabindex="0" aria-label="200 OK"><code>{
  &#34;image&#34;: {
    &#34;count&#34;: 3,
    &#34;bytes&#34;: 12345
  },
  &#34;video&#34;: {
    &#34;count&#34;: 1,
    &#34;bytes&#34;: 1048576
  },
  &#34;audio&#34;: {
    &#34;count&#34;: 0,
    &#34;bytes&#34;: 0
  },
  &#34;file&#34;: {
    &#34;count&#34;: 2,
    &#34;bytes&#34;: 40960
  },
  &#34;total&#34;: {
    &#34;count&#34;: 6,
    &#34;bytes&#34;: 1101881
  }
}</code></pre></figure>
</div></div></section><h2 id="tag-Uploads">Uploads</h2><p>Files that may take more than one connection: tus 1.0.0.</p><section class="operation" aria-labelledby="createUpload">
<h3 id="createUpload">Begin a resumable upload <a class="anchor" href="#createUpload" aria-label="Link to Begin a resumable upload">#</a></h3>
<p class="route"><span class="method post">POST</span> <code>/api/uploads</code>
<span class="scope">scope <code>media:create</code></span></p>
<div class="body"><div class="told">
<p>tus 1.0.0 with <code>creation,creation-with-upload,expiration,termination</code>, for files of up to 104857600 bytes: any tus client does. The name is checked now, the bytes as soon as enough of them are there. A body is the first chunk.</p>
<h4>Parameters</h4><table><caption class="hidden">Parameters of createUpload</caption><tbody><tr><th scope="row"><code>Tus-Resumable</code> <small>header</small></th>
<td><div>The version of the protocol.</div><div class="type"><code>1.0.0</code></div></td></tr><tr><th scope="row"><code>Upload-Length</code> <small>header</small></th>
<td><div>Bytes of the file.</div><div class="type">string, <code>^\\d{1,15}$</code> · such as <code>31457280</code></div></td></tr><tr><th scope="row"><code>Upload-Metadata</code> <small>header</small></th>
<td><div>Keys and values in base64: <code>filename</code> (or <code>name</code>) is wanted.</div><div class="type">string · such as <code>filename dmlkZW8ubXA0</code></div></td></tr><tr><th scope="row"><code>Prefer</code> <small>header</small></th>
<td><div><code>return=representation</code> (RFC 7240): the record as the answer to the request that brings the last byte.</div><div class="type">string · such as <code>return=representation</code></div></td></tr><tr><th scope="row"><code>X-HTTP-Method-Override</code> <small>header</small></th>
<td><div>Taken for the method of the request.</div><div class="type">string</div></td></tr></tbody></table>
<h4>Body</h4><p>Bytes of the file, from the offset on. With or without <code>Content-Length</code>.</p><p><code>application/offset+octet-stream</code></p><p class="type">bytes</p>
<h4>Answers</h4>
<details><summary><span class="status s2">201</span> Created</summary>
<p>It is begun. With the record, where the body was the whole file and the client prefers that.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Media">Media</a></p>
<table><caption class="hidden">Headers of 201</caption><tbody><tr><th scope="row"><code>Location</code></th>
<td><div>Where the upload is.</div><div class="type">string · such as <code>/api/uploads/01a20fee-2ec8-77e0-ab41-0c80439c78be</code></div></td></tr><tr><th scope="row"><code>Upload-Offset</code></th>
<td><div>Bytes that are kept.</div><div class="type">string · such as <code>5242880</code></div></td></tr><tr><th scope="row"><code>Upload-Expires</code></th>
<td><div>When it is given up.</div><div class="type">string · such as <code>Thu, 26 Nov 2026 23:39:57 GMT</code></div></td></tr><tr><th scope="row"><code>Content-Location</code> <small>optional</small></th>
<td><div>Where the record is, once the last byte has come.</div><div class="type">string · such as <code>/api/media/01a20fee-2ec8-77e0-ab41-0c80439c78be</code></div></td></tr><tr><th scope="row"><code>Preference-Applied</code> <small>optional</small></th>
<td><div>RFC 7240.</div><div class="type"><code>return=representation</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">400</span> No file uploaded · Invalid file type · Invalid upload header</summary>
<ul><li><code>No file uploaded</code>: Neither a form with a file in a part named <code>file</code> nor named bytes; or the file is empty.</li><li><code>Invalid file type</code>: The bytes, or the extension of the name, are of no supported type, or do not fit each other.</li><li><code>Invalid upload header</code>: <code>Upload-Length</code>, <code>Upload-Offset</code> or <code>Upload-Metadata</code> is missing or malformed; or a partial upload is asked for, which there is not.</li></ul>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">401</span> Missing or invalid API token</summary>
<p>The token is missing, malformed, unknown, revoked or expired.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 401</caption><tbody><tr><th scope="row"><code>WWW-Authenticate</code></th>
<td><div>RFC 6750.</div><div class="type"><code>Bearer</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">403</span> Insufficient scope</summary>
<p>The token may not do this.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 403</caption><tbody><tr><th scope="row"><code>WWW-Authenticate</code></th>
<td><div>RFC 6750: the scopes that the token lacks.</div><div class="type">string · such as <code>Bearer error=&#34;insufficient_scope&#34;, scope=&#34;media:create&#34;</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">412</span> Unsupported tus version</summary>
<p><code>Tus-Resumable</code> is missing, or another version than <code>Tus-Version</code> says.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 412</caption><tbody><tr><th scope="row"><code>Tus-Version</code></th>
<td><div>The versions of tus that are known.</div><div class="type"><code>1.0.0</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">413</span> File size too large</summary>
<p>The file is past the limit of its type; said as soon as that is certain.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">415</span> Unsupported media type</summary>
<p>The body is of another type than this route takes.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 415</caption><tbody><tr><th scope="row"><code>Accept-Patch</code> <small>optional</small></th>
<td><div>RFC 5789: the types that a <code>PATCH</code> takes.</div><div class="type"><code>application/merge-patch+json, application/json</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">422</span> File failed the malware scan</summary>
<p>The malware scan found something. Nothing is stored; a resumable upload is ended.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">423</span> Upload locked</summary>
<p>A newer request took over, or the one before does not end.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">429</span> Too many requests</summary>
<p>More writes than a token has in a minute, or more failed authentications than an address has.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 429</caption><tbody><tr><th scope="row"><code>Retry-After</code></th>
<td><div>Seconds to wait.</div><div class="type">string · such as <code>60</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s5">500</span> Failed to upload file · Failed to create media record · Internal server error</summary>
<ul><li><code>Failed to upload file</code>: The bytes could not be stored.</li><li><code>Failed to create media record</code>: The record could not be made; of the upload nothing is left.</li><li><code>Internal server error</code>: Anything else. The cause is in the log, under the request id.</li></ul>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s5">503</span> Malware scan unavailable · Service not ready</summary>
<ul><li><code>Malware scan unavailable</code>: A malware scan is wanted, and there was no verdict. Nothing is stored; a resumable upload keeps its bytes, and is scanned again by itself or with the next <code>HEAD</code>.</li><li><code>Service not ready</code>: The database has no tables yet, for a deployment is under way; of <code>/health</code> also: it does not answer.</li></ul>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 503</caption><tbody><tr><th scope="row"><code>Retry-After</code> <small>optional</small></th>
<td><div>Seconds to wait, where the tables are not there yet.</div><div class="type">string · such as <code>10</code></div></td></tr></tbody></table>
</details>
</div><div class="samples">
<figure><figcaption>curl</figcaption><pre tabindex="0" aria-label="curl"><code>curl -X POST -H &#34;Authorization: Bearer $TOKEN&#34; -H &#34;Tus-Resumable: 1.0.0&#34; \\
     -H &#34;Upload-Length: 31457280&#34; -H &#34;Upload-Metadata: filename dmlkZW8ubXA0&#34; -i &#34;$URL/api/uploads&#34;</code></pre></figure>
<figure><figcaption>201 Created</figcaption><pre tabindex="0" aria-label="201 Created"><code>{
  &#34;id&#34;: &#34;01a20fee-2ec8-77e0-ab41-0c80439c78be&#34;,
  &#34;name&#34;: &#34;orientation-6.jpg&#34;,
  &#34;type&#34;: &#34;image&#34;,
  &#34;mime_type&#34;: &#34;image/jpeg&#34;,
  &#34;size&#34;: 1125,
  &#34;path&#34;: &#34;media/01a20fee-2ec8-77e0-ab41-0c80439c78be/orientation-6.jpg&#34;,
  &#34;url&#34;: &#34;https://media.example.com/media/01a20fee-2ec8-77e0-ab41-0c80439c78be/orientation-6.jpg&#34;,
  &#34;width&#34;: 37,
  &#34;height&#34;: 61,
  &#34;duration&#34;: null,
  &#34;alt&#34;: null,
  &#34;created_at&#34;: &#34;2026-11-24T23:39:57Z&#34;,
  &#34;updated_at&#34;: &#34;2026-11-24T23:39:57Z&#34;,
  &#34;created_by&#34;: &#34;developer&#34;
}</code></pre></figure>
</div></div></section><section class="operation" aria-labelledby="uploadProgress">
<h3 id="uploadProgress">Ask how far a resumable upload has come <a class="anchor" href="#uploadProgress" aria-label="Link to Ask how far a resumable upload has come">#</a></h3>
<p class="route"><span class="method head">HEAD</span> <code>/api/uploads/{id}</code>
<span class="scope">scope <code>media:create</code></span></p>
<div class="body"><div class="told">
<p>The exact offset, also after a crash. It ends a request that still sends.</p>
<h4>Parameters</h4><table><caption class="hidden">Parameters of uploadProgress</caption><tbody><tr><th scope="row"><code>id</code> <small>path</small></th>
<td><div>Of the upload, and of the record that it becomes.</div><div class="type">UUID · such as <code>01a20fee-2ec8-77e0-ab41-0c80439c78be</code></div></td></tr><tr><th scope="row"><code>Tus-Resumable</code> <small>header</small></th>
<td><div>The version of the protocol.</div><div class="type"><code>1.0.0</code></div></td></tr></tbody></table>

<h4>Answers</h4>
<details><summary><span class="status s2">200</span> OK</summary>
<p>Where it stands.</p>

<table><caption class="hidden">Headers of 200</caption><tbody><tr><th scope="row"><code>Upload-Offset</code></th>
<td><div>Bytes that are kept.</div><div class="type">string · such as <code>5242880</code></div></td></tr><tr><th scope="row"><code>Upload-Length</code></th>
<td><div>Bytes of the file.</div><div class="type">string · such as <code>31457280</code></div></td></tr><tr><th scope="row"><code>Upload-Metadata</code></th>
<td><div>As it came.</div><div class="type">string · such as <code>filename dmlkZW8ubXA0</code></div></td></tr><tr><th scope="row"><code>Upload-Expires</code></th>
<td><div>When it is given up.</div><div class="type">string · such as <code>Thu, 26 Nov 2026 23:39:57 GMT</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">400</span> Invalid file type</summary>
<p>The bytes, or the extension of the name, are of no supported type, or do not fit each other.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">401</span> Missing or invalid API token</summary>
<p>The token is missing, malformed, unknown, revoked or expired.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 401</caption><tbody><tr><th scope="row"><code>WWW-Authenticate</code></th>
<td><div>RFC 6750.</div><div class="type"><code>Bearer</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">403</span> Insufficient scope</summary>
<p>The token may not do this.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 403</caption><tbody><tr><th scope="row"><code>WWW-Authenticate</code></th>
<td><div>RFC 6750: the scopes that the token lacks.</div><div class="type">string · such as <code>Bearer error=&#34;insufficient_scope&#34;, scope=&#34;media:create&#34;</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">404</span> Upload not found</summary>
<p>There is no such upload of this user.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">410</span> Upload expired</summary>
<p>It had 24 hours.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">412</span> Unsupported tus version</summary>
<p><code>Tus-Resumable</code> is missing, or another version than <code>Tus-Version</code> says.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 412</caption><tbody><tr><th scope="row"><code>Tus-Version</code></th>
<td><div>The versions of tus that are known.</div><div class="type"><code>1.0.0</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">413</span> File size too large</summary>
<p>The file is past the limit of its type; said as soon as that is certain.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">422</span> File failed the malware scan</summary>
<p>The malware scan found something. Nothing is stored; a resumable upload is ended.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">423</span> Upload locked</summary>
<p>A newer request took over, or the one before does not end.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">429</span> Too many requests</summary>
<p>More writes than a token has in a minute, or more failed authentications than an address has.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 429</caption><tbody><tr><th scope="row"><code>Retry-After</code></th>
<td><div>Seconds to wait.</div><div class="type">string · such as <code>60</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s5">500</span> Failed to upload file · Failed to create media record · Internal server error</summary>
<ul><li><code>Failed to upload file</code>: The bytes could not be stored.</li><li><code>Failed to create media record</code>: The record could not be made; of the upload nothing is left.</li><li><code>Internal server error</code>: Anything else. The cause is in the log, under the request id.</li></ul>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s5">503</span> Malware scan unavailable · Service not ready</summary>
<ul><li><code>Malware scan unavailable</code>: A malware scan is wanted, and there was no verdict. Nothing is stored; a resumable upload keeps its bytes, and is scanned again by itself or with the next <code>HEAD</code>.</li><li><code>Service not ready</code>: The database has no tables yet, for a deployment is under way; of <code>/health</code> also: it does not answer.</li></ul>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 503</caption><tbody><tr><th scope="row"><code>Retry-After</code> <small>optional</small></th>
<td><div>Seconds to wait, where the tables are not there yet.</div><div class="type">string · such as <code>10</code></div></td></tr></tbody></table>
</details>
</div><div class="samples">
<figure><figcaption>curl</figcaption><pre tabindex="0" aria-label="curl"><code>curl -I -H &#34;Authorization: Bearer $TOKEN&#34; -H &#34;Tus-Resumable: 1.0.0&#34; &#34;$URL/api/uploads/01a20fee-2ec8-77e0-ab41-0c80439c78be&#34;</code></pre></figure>

</div></div></section><section class="operation" aria-labelledby="appendToUpload">
<h3 id="appendToUpload">Send bytes of a resumable upload <a class="anchor" href="#appendToUpload" aria-label="Link to Send bytes of a resumable upload">#</a></h3>
<p class="route"><span class="method patch">PATCH</span> <code>/api/uploads/{id}</code>
<span class="scope">scope <code>media:create</code></span></p>
<div class="body"><div class="told">
<p>What arrived before a connection broke is kept. A newer request for the same upload ends this one. With the last byte the record is made, and <code>Content-Location</code> says where it is. Bytes that are of no supported type, or too many for theirs, end the upload; bytes past its end leave it where it stood.</p>
<h4>Parameters</h4><table><caption class="hidden">Parameters of appendToUpload</caption><tbody><tr><th scope="row"><code>id</code> <small>path</small></th>
<td><div>Of the upload, and of the record that it becomes.</div><div class="type">UUID · such as <code>01a20fee-2ec8-77e0-ab41-0c80439c78be</code></div></td></tr><tr><th scope="row"><code>Tus-Resumable</code> <small>header</small></th>
<td><div>The version of the protocol.</div><div class="type"><code>1.0.0</code></div></td></tr><tr><th scope="row"><code>Upload-Offset</code> <small>header</small></th>
<td><div>Where the bytes begin: where the upload stands.</div><div class="type">string, <code>^\\d{1,15}$</code> · such as <code>0</code></div></td></tr><tr><th scope="row"><code>Prefer</code> <small>header</small></th>
<td><div><code>return=representation</code> (RFC 7240): the record as the answer to the request that brings the last byte.</div><div class="type">string · such as <code>return=representation</code></div></td></tr></tbody></table>
<h4>Body</h4><p>Bytes of the file, from the offset on. With or without <code>Content-Length</code>.</p><p><code>application/offset+octet-stream</code></p><p class="type">bytes</p>
<h4>Answers</h4>
<details><summary><span class="status s2">200</span> OK</summary>
<p>The record: it was the last byte, and the client prefers that.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Media">Media</a></p>
<table><caption class="hidden">Headers of 200</caption><tbody><tr><th scope="row"><code>Upload-Offset</code></th>
<td><div>Bytes that are kept.</div><div class="type">string · such as <code>5242880</code></div></td></tr><tr><th scope="row"><code>Upload-Expires</code></th>
<td><div>When it is given up.</div><div class="type">string · such as <code>Thu, 26 Nov 2026 23:39:57 GMT</code></div></td></tr><tr><th scope="row"><code>Content-Location</code> <small>optional</small></th>
<td><div>Where the record is, once the last byte has come.</div><div class="type">string · such as <code>/api/media/01a20fee-2ec8-77e0-ab41-0c80439c78be</code></div></td></tr><tr><th scope="row"><code>Preference-Applied</code> <small>optional</small></th>
<td><div>RFC 7240.</div><div class="type"><code>return=representation</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s2">204</span> No Content</summary>
<p>The bytes are kept.</p>

<table><caption class="hidden">Headers of 204</caption><tbody><tr><th scope="row"><code>Upload-Offset</code></th>
<td><div>Bytes that are kept.</div><div class="type">string · such as <code>5242880</code></div></td></tr><tr><th scope="row"><code>Upload-Expires</code></th>
<td><div>When it is given up.</div><div class="type">string · such as <code>Thu, 26 Nov 2026 23:39:57 GMT</code></div></td></tr><tr><th scope="row"><code>Content-Location</code> <small>optional</small></th>
<td><div>Where the record is, once the last byte has come.</div><div class="type">string · such as <code>/api/media/01a20fee-2ec8-77e0-ab41-0c80439c78be</code></div></td></tr><tr><th scope="row"><code>Preference-Applied</code> <small>optional</small></th>
<td><div>RFC 7240.</div><div class="type"><code>return=representation</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">400</span> No file uploaded · Invalid file type · Invalid upload header</summary>
<ul><li><code>No file uploaded</code>: Neither a form with a file in a part named <code>file</code> nor named bytes; or the file is empty.</li><li><code>Invalid file type</code>: The bytes, or the extension of the name, are of no supported type, or do not fit each other.</li><li><code>Invalid upload header</code>: <code>Upload-Length</code>, <code>Upload-Offset</code> or <code>Upload-Metadata</code> is missing or malformed; or a partial upload is asked for, which there is not.</li></ul>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">401</span> Missing or invalid API token</summary>
<p>The token is missing, malformed, unknown, revoked or expired.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 401</caption><tbody><tr><th scope="row"><code>WWW-Authenticate</code></th>
<td><div>RFC 6750.</div><div class="type"><code>Bearer</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">403</span> Insufficient scope</summary>
<p>The token may not do this.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 403</caption><tbody><tr><th scope="row"><code>WWW-Authenticate</code></th>
<td><div>RFC 6750: the scopes that the token lacks.</div><div class="type">string · such as <code>Bearer error=&#34;insufficient_scope&#34;, scope=&#34;media:create&#34;</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">404</span> Upload not found</summary>
<p>There is no such upload of this user.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">409</span> Offset mismatch</summary>
<p>The upload stands at another offset, or is finished.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">410</span> Upload expired</summary>
<p>It had 24 hours.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">412</span> Unsupported tus version</summary>
<p><code>Tus-Resumable</code> is missing, or another version than <code>Tus-Version</code> says.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 412</caption><tbody><tr><th scope="row"><code>Tus-Version</code></th>
<td><div>The versions of tus that are known.</div><div class="type"><code>1.0.0</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">413</span> File size too large</summary>
<p>The file is past the limit of its type; said as soon as that is certain.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">415</span> Unsupported media type</summary>
<p>The body is of another type than this route takes.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 415</caption><tbody><tr><th scope="row"><code>Accept-Patch</code> <small>optional</small></th>
<td><div>RFC 5789: the types that a <code>PATCH</code> takes.</div><div class="type"><code>application/merge-patch+json, application/json</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">422</span> File failed the malware scan</summary>
<p>The malware scan found something. Nothing is stored; a resumable upload is ended.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">423</span> Upload locked</summary>
<p>A newer request took over, or the one before does not end.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">429</span> Too many requests</summary>
<p>More writes than a token has in a minute, or more failed authentications than an address has.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 429</caption><tbody><tr><th scope="row"><code>Retry-After</code></th>
<td><div>Seconds to wait.</div><div class="type">string · such as <code>60</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s5">500</span> Failed to upload file · Failed to create media record · Internal server error</summary>
<ul><li><code>Failed to upload file</code>: The bytes could not be stored.</li><li><code>Failed to create media record</code>: The record could not be made; of the upload nothing is left.</li><li><code>Internal server error</code>: Anything else. The cause is in the log, under the request id.</li></ul>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s5">503</span> Malware scan unavailable · Service not ready</summary>
<ul><li><code>Malware scan unavailable</code>: A malware scan is wanted, and there was no verdict. Nothing is stored; a resumable upload keeps its bytes, and is scanned again by itself or with the next <code>HEAD</code>.</li><li><code>Service not ready</code>: The database has no tables yet, for a deployment is under way; of <code>/health</code> also: it does not answer.</li></ul>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 503</caption><tbody><tr><th scope="row"><code>Retry-After</code> <small>optional</small></th>
<td><div>Seconds to wait, where the tables are not there yet.</div><div class="type">string · such as <code>10</code></div></td></tr></tbody></table>
</details>
</div><div class="samples">
<figure><figcaption>curl</figcaption><pre tabindex="0" aria-label="curl"><code>curl -X PATCH -H &#34;Authorization: Bearer $TOKEN&#34; -H &#34;Tus-Resumable: 1.0.0&#34; -H &#34;Upload-Offset: 0&#34; \\
     -H &#34;Content-Type: application/offset+octet-stream&#34; --data-binary @photo.jpg -i &#34;$URL/api/uploads/01a20fee-2ec8-77e0-ab41-0c80439c78be&#34;</code></pre></figure>
<figure><figcaption>200 OK</figcaption><pre tabindex="0" aria-label="200 OK"><code>{
  &#34;id&#34;: &#34;01a20fee-2ec8-77e0-ab41-0c80439c78be&#34;,
  &#34;name&#34;: &#34;orientation-6.jpg&#34;,
  &#34;type&#34;: &#34;image&#34;,
  &#34;mime_type&#34;: &#34;image/jpeg&#34;,
  &#34;size&#34;: 1125,
  &#34;path&#34;: &#34;media/01a20fee-2ec8-77e0-ab41-0c80439c78be/orientation-6.jpg&#34;,
  &#34;url&#34;: &#34;https://media.example.com/media/01a20fee-2ec8-77e0-ab41-0c80439c78be/orientation-6.jpg&#34;,
  &#34;width&#34;: 37,
  &#34;height&#34;: 61,
  &#34;duration&#34;: null,
  &#34;alt&#34;: null,
  &#34;created_at&#34;: &#34;2026-11-24T23:39:57Z&#34;,
  &#34;updated_at&#34;: &#34;2026-11-24T23:39:57Z&#34;,
  &#34;created_by&#34;: &#34;developer&#34;
}</code></pre></figure>
</div></div></section><section class="operation" aria-labelledby="terminateUpload">
<h3 id="terminateUpload">Give up a resumable upload <a class="anchor" href="#terminateUpload" aria-label="Link to Give up a resumable upload">#</a></h3>
<p class="route"><span class="method delete">DELETE</span> <code>/api/uploads/{id}</code>
<span class="scope">scope <code>media:create</code></span></p>
<div class="body"><div class="told">
<p>Nothing of it is left. Of a finished one the record stays.</p>
<h4>Parameters</h4><table><caption class="hidden">Parameters of terminateUpload</caption><tbody><tr><th scope="row"><code>id</code> <small>path</small></th>
<td><div>Of the upload, and of the record that it becomes.</div><div class="type">UUID · such as <code>01a20fee-2ec8-77e0-ab41-0c80439c78be</code></div></td></tr><tr><th scope="row"><code>Tus-Resumable</code> <small>header</small></th>
<td><div>The version of the protocol.</div><div class="type"><code>1.0.0</code></div></td></tr></tbody></table>

<h4>Answers</h4>
<details><summary><span class="status s2">204</span> No Content</summary>
<p>It is forgotten.</p>


</details><details><summary><span class="status s4">401</span> Missing or invalid API token</summary>
<p>The token is missing, malformed, unknown, revoked or expired.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 401</caption><tbody><tr><th scope="row"><code>WWW-Authenticate</code></th>
<td><div>RFC 6750.</div><div class="type"><code>Bearer</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">403</span> Insufficient scope</summary>
<p>The token may not do this.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 403</caption><tbody><tr><th scope="row"><code>WWW-Authenticate</code></th>
<td><div>RFC 6750: the scopes that the token lacks.</div><div class="type">string · such as <code>Bearer error=&#34;insufficient_scope&#34;, scope=&#34;media:create&#34;</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">404</span> Upload not found</summary>
<p>There is no such upload of this user.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">410</span> Upload expired</summary>
<p>It had 24 hours.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">412</span> Unsupported tus version</summary>
<p><code>Tus-Resumable</code> is missing, or another version than <code>Tus-Version</code> says.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 412</caption><tbody><tr><th scope="row"><code>Tus-Version</code></th>
<td><div>The versions of tus that are known.</div><div class="type"><code>1.0.0</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">423</span> Upload locked</summary>
<p>A newer request took over, or the one before does not end.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">429</span> Too many requests</summary>
<p>More writes than a token has in a minute, or more failed authentications than an address has.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 429</caption><tbody><tr><th scope="row"><code>Retry-After</code></th>
<td><div>Seconds to wait.</div><div class="type">string · such as <code>60</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s5">500</span> Internal server error</summary>
<p>Anything else. The cause is in the log, under the request id.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s5">503</span> Service not ready</summary>
<p>The database has no tables yet, for a deployment is under way; of <code>/health</code> also: it does not answer.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 503</caption><tbody><tr><th scope="row"><code>Retry-After</code> <small>optional</small></th>
<td><div>Seconds to wait, where the tables are not there yet.</div><div class="type">string · such as <code>10</code></div></td></tr></tbody></table>
</details>
</div><div class="samples">
<figure><figcaption>curl</figcaption><pre tabindex="0" aria-label="curl"><code>curl -X DELETE -H &#34;Authorization: Bearer $TOKEN&#34; -H &#34;Tus-Resumable: 1.0.0&#34; &#34;$URL/api/uploads/01a20fee-2ec8-77e0-ab41-0c80439c78be&#34;</code></pre></figure>

</div></div></section><h2 id="tag-Files">Files</h2><p>The bytes, for everybody.</p><section class="operation" aria-labelledby="getFile">
<h3 id="getFile">Fetch a file <a class="anchor" href="#getFile" aria-label="Link to Fetch a file">#</a></h3>
<p class="route"><span class="method get">GET</span> <code>/media/{id}/{name}</code>
<span class="scope">public</span></p>
<div class="body"><div class="told">
<p>A record&#39;s <code>url</code>. Public; a URL&#39;s bytes never change, so caches may keep them for ever. With <code>width</code>, <code>fit</code> or <code>format</code>, in this order and with no other parameter, a variant of a picture: never enlarged, upright, of an animation the first frame. It has an <code>ETag</code>, ranges and conditions of its own. What can&#39;t be made (above 100 megapixels, undecodable, or where the service has no Cloudflare Images) is the original.</p>
<h4>Parameters</h4><table><caption class="hidden">Parameters of getFile</caption><tbody><tr><th scope="row"><code>id</code> <small>path</small></th>
<td><div>Of the record. What is no UUID is an id of nothing.</div><div class="type">UUID · such as <code>01a20fee-2ec8-77e0-ab41-0c80439c78be</code></div></td></tr><tr><th scope="row"><code>name</code> <small>path</small></th>
<td><div>The stored name, percent-encoded. Under another one the file is not there.</div><div class="type">string · such as <code>orientation-6.jpg</code></div></td></tr><tr><th scope="row"><code>download</code> <small>query</small></th>
<td><div>There, with or without a value: <code>Content-Disposition</code> is <code>attachment</code>.</div><div class="type">string</div></td></tr><tr><th scope="row"><code>width</code> <small>query</small></th>
<td><div>Of a picture: so many pixels wide, or as wide as the original where that is less.</div><div class="type"><code>32</code> or <code>64</code> or <code>96</code> or <code>160</code> or <code>320</code> or <code>480</code> or <code>640</code> or <code>960</code> or <code>1280</code> or <code>1920</code> or <code>2560</code></div></td></tr><tr><th scope="row"><code>fit</code> <small>query</small></th>
<td><div>Of a picture: <code>scale-down</code>, in its own shape, or <code>cover</code>, a square of <code>width</code>.</div><div class="type"><code>scale-down</code> or <code>cover</code></div></td></tr><tr><th scope="row"><code>format</code> <small>query</small></th>
<td><div>Of a picture: <code>auto</code> is AVIF or WebP where <code>Accept</code> names it, else the format of the original, PNG for GIF.</div><div class="type"><code>auto</code> or <code>webp</code> or <code>avif</code> or <code>jpeg</code> or <code>png</code></div></td></tr><tr><th scope="row"><code>Range</code> <small>header</small></th>
<td><div>One range of bytes; of several none is honoured (RFC 9110 §14).</div><div class="type">string · such as <code>bytes=0-99</code></div></td></tr><tr><th scope="row"><code>If-Range</code> <small>header</small></th>
<td><div>Only where the file is still this: its <code>ETag</code> or <code>Last-Modified</code>.</div><div class="type">string</div></td></tr><tr><th scope="row"><code>If-None-Match</code> <small>header</small></th>
<td><div>304 (412 of a change) where one of these tags is that of what is there; <code>*</code> is any.</div><div class="type">string · such as <code>&#34;3f0d1c5e8b7a49d2a6c1e0f4b8d7a635&#34;</code></div></td></tr><tr><th scope="row"><code>If-Modified-Since</code> <small>header</small></th>
<td><div>304 where nothing changed since; not looked at beside <code>If-None-Match</code>.</div><div class="type">string</div></td></tr><tr><th scope="row"><code>If-Match</code> <small>header</small></th>
<td><div>412 where none of these tags is that of what is there.</div><div class="type">string</div></td></tr><tr><th scope="row"><code>If-Unmodified-Since</code> <small>header</small></th>
<td><div>412 where something changed since; not looked at beside <code>If-Match</code>.</div><div class="type">string</div></td></tr></tbody></table>

<h4>Answers</h4>
<details><summary><span class="status s2">200</span> OK</summary>
<p>The file.</p>
<p class="type"><code>image/jpeg</code>, <code>image/png</code>, <code>image/gif</code>, <code>application/msword</code>, <code>application/vnd.ms-excel</code>, <code>video/mp4</code>, <code>audio/mpeg</code>, <code>application/pdf</code>, <code>image/webp</code>, <code>image/avif</code>: bytes</p>
<table><caption class="hidden">Headers of 200</caption><tbody><tr><th scope="row"><code>Cache-Control</code></th>
<td><div>A URL&#39;s bytes never change; an original in the place of a variant that there may be later is kept for an hour.</div><div class="type">string · such as <code>public, max-age=31536000, immutable</code></div></td></tr><tr><th scope="row"><code>Cache-Tag</code></th>
<td><div>What Cloudflare&#39;s cache forgets the file by.</div><div class="type">string · such as <code>media-01a20fee-2ec8-77e0-ab41-0c80439c78be</code></div></td></tr><tr><th scope="row"><code>ETag</code></th>
<td><div>Strong: another one where a byte differs, or a record was changed.</div><div class="type">string · such as <code>&#34;3f0d1c5e8b7a49d2a6c1e0f4b8d7a635&#34;</code></div></td></tr><tr><th scope="row"><code>Last-Modified</code></th>
<td><div>When the bytes were stored.</div><div class="type">string · such as <code>Tue, 24 Nov 2026 23:39:57 GMT</code></div></td></tr><tr><th scope="row"><code>Accept-Ranges</code></th>
<td><div>Parts of the file can be asked for.</div><div class="type"><code>bytes</code></div></td></tr><tr><th scope="row"><code>Repr-Digest</code> <small>optional</small></th>
<td><div>SHA-256 of the file (RFC 9530), where it is known: where the upload named one.</div><div class="type">string · such as <code>sha-256=:zJ0PbzNR2M3GmMCx8D2nNSDJ6NZ5oWC3pAx1cIQ0Y2E=:</code></div></td></tr><tr><th scope="row"><code>X-Content-Type-Options</code></th>
<td><div>The type is the true one.</div><div class="type"><code>nosniff</code></div></td></tr><tr><th scope="row"><code>Content-Security-Policy</code> <small>optional</small></th>
<td><div>What the file may do in a browser: nothing. PDF has none, since viewers trip over it.</div><div class="type"><code>default-src &#39;none&#39;; sandbox</code></div></td></tr><tr><th scope="row"><code>Cross-Origin-Resource-Policy</code></th>
<td><div>Any page may show the file.</div><div class="type"><code>cross-origin</code></div></td></tr><tr><th scope="row"><code>Vary</code> <small>optional</small></th>
<td><div>Of a variant whose format is <code>auto</code>.</div><div class="type"><code>Accept</code></div></td></tr><tr><th scope="row"><code>Content-Disposition</code></th>
<td><div>RFC 6266: <code>inline</code> for images, video, audio and PDF; <code>attachment</code> for documents and with <code>?download</code>.</div><div class="type">string · such as <code>inline; filename=&#34;orientation-6.jpg&#34;</code></div></td></tr><tr><th scope="row"><code>Content-Length</code></th>
<td><div>Bytes of the file, or of the part.</div><div class="type">string · such as <code>1125</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s2">206</span> Partial Content</summary>
<p>The part that <code>Range</code> names.</p>
<p class="type"><code>image/jpeg</code>, <code>image/png</code>, <code>image/gif</code>, <code>application/msword</code>, <code>application/vnd.ms-excel</code>, <code>video/mp4</code>, <code>audio/mpeg</code>, <code>application/pdf</code>, <code>image/webp</code>, <code>image/avif</code>: bytes</p>
<table><caption class="hidden">Headers of 206</caption><tbody><tr><th scope="row"><code>Cache-Control</code></th>
<td><div>A URL&#39;s bytes never change; an original in the place of a variant that there may be later is kept for an hour.</div><div class="type">string · such as <code>public, max-age=31536000, immutable</code></div></td></tr><tr><th scope="row"><code>Cache-Tag</code></th>
<td><div>What Cloudflare&#39;s cache forgets the file by.</div><div class="type">string · such as <code>media-01a20fee-2ec8-77e0-ab41-0c80439c78be</code></div></td></tr><tr><th scope="row"><code>ETag</code></th>
<td><div>Strong: another one where a byte differs, or a record was changed.</div><div class="type">string · such as <code>&#34;3f0d1c5e8b7a49d2a6c1e0f4b8d7a635&#34;</code></div></td></tr><tr><th scope="row"><code>Last-Modified</code></th>
<td><div>When the bytes were stored.</div><div class="type">string · such as <code>Tue, 24 Nov 2026 23:39:57 GMT</code></div></td></tr><tr><th scope="row"><code>Accept-Ranges</code></th>
<td><div>Parts of the file can be asked for.</div><div class="type"><code>bytes</code></div></td></tr><tr><th scope="row"><code>Repr-Digest</code> <small>optional</small></th>
<td><div>SHA-256 of the file (RFC 9530), where it is known: where the upload named one.</div><div class="type">string · such as <code>sha-256=:zJ0PbzNR2M3GmMCx8D2nNSDJ6NZ5oWC3pAx1cIQ0Y2E=:</code></div></td></tr><tr><th scope="row"><code>X-Content-Type-Options</code></th>
<td><div>The type is the true one.</div><div class="type"><code>nosniff</code></div></td></tr><tr><th scope="row"><code>Content-Security-Policy</code> <small>optional</small></th>
<td><div>What the file may do in a browser: nothing. PDF has none, since viewers trip over it.</div><div class="type"><code>default-src &#39;none&#39;; sandbox</code></div></td></tr><tr><th scope="row"><code>Cross-Origin-Resource-Policy</code></th>
<td><div>Any page may show the file.</div><div class="type"><code>cross-origin</code></div></td></tr><tr><th scope="row"><code>Vary</code> <small>optional</small></th>
<td><div>Of a variant whose format is <code>auto</code>.</div><div class="type"><code>Accept</code></div></td></tr><tr><th scope="row"><code>Content-Disposition</code></th>
<td><div>RFC 6266: <code>inline</code> for images, video, audio and PDF; <code>attachment</code> for documents and with <code>?download</code>.</div><div class="type">string · such as <code>inline; filename=&#34;orientation-6.jpg&#34;</code></div></td></tr><tr><th scope="row"><code>Content-Length</code></th>
<td><div>Bytes of the file, or of the part.</div><div class="type">string · such as <code>1125</code></div></td></tr><tr><th scope="row"><code>Content-Range</code></th>
<td><div>Which part.</div><div class="type">string · such as <code>bytes 0-99/1125</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s3">304</span> Not Modified</summary>
<p>The client has these bytes.</p>

<table><caption class="hidden">Headers of 304</caption><tbody><tr><th scope="row"><code>Cache-Control</code></th>
<td><div>A URL&#39;s bytes never change; an original in the place of a variant that there may be later is kept for an hour.</div><div class="type">string · such as <code>public, max-age=31536000, immutable</code></div></td></tr><tr><th scope="row"><code>Cache-Tag</code></th>
<td><div>What Cloudflare&#39;s cache forgets the file by.</div><div class="type">string · such as <code>media-01a20fee-2ec8-77e0-ab41-0c80439c78be</code></div></td></tr><tr><th scope="row"><code>ETag</code></th>
<td><div>Strong: another one where a byte differs, or a record was changed.</div><div class="type">string · such as <code>&#34;3f0d1c5e8b7a49d2a6c1e0f4b8d7a635&#34;</code></div></td></tr><tr><th scope="row"><code>Last-Modified</code></th>
<td><div>When the bytes were stored.</div><div class="type">string · such as <code>Tue, 24 Nov 2026 23:39:57 GMT</code></div></td></tr><tr><th scope="row"><code>Accept-Ranges</code></th>
<td><div>Parts of the file can be asked for.</div><div class="type"><code>bytes</code></div></td></tr><tr><th scope="row"><code>Repr-Digest</code> <small>optional</small></th>
<td><div>SHA-256 of the file (RFC 9530), where it is known: where the upload named one.</div><div class="type">string · such as <code>sha-256=:zJ0PbzNR2M3GmMCx8D2nNSDJ6NZ5oWC3pAx1cIQ0Y2E=:</code></div></td></tr><tr><th scope="row"><code>X-Content-Type-Options</code></th>
<td><div>The type is the true one.</div><div class="type"><code>nosniff</code></div></td></tr><tr><th scope="row"><code>Content-Security-Policy</code> <small>optional</small></th>
<td><div>What the file may do in a browser: nothing. PDF has none, since viewers trip over it.</div><div class="type"><code>default-src &#39;none&#39;; sandbox</code></div></td></tr><tr><th scope="row"><code>Cross-Origin-Resource-Policy</code></th>
<td><div>Any page may show the file.</div><div class="type"><code>cross-origin</code></div></td></tr><tr><th scope="row"><code>Vary</code> <small>optional</small></th>
<td><div>Of a variant whose format is <code>auto</code>.</div><div class="type"><code>Accept</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">400</span> Invalid query parameters</summary>
<p>A parameter is malformed, unknown of its kind, or there twice.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">404</span> Media not found</summary>
<p>There is no such record or file.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">412</span> Precondition failed</summary>
<p>A condition on what is there is not met.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">416</span> Range not satisfiable</summary>
<p>The part asked for begins behind the end.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 416</caption><tbody><tr><th scope="row"><code>Content-Range</code></th>
<td><div>How long the file is.</div><div class="type">string · such as <code>bytes */1125</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s5">500</span> Internal server error</summary>
<p>Anything else. The cause is in the log, under the request id.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details>
</div><div class="samples">
<figure><figcaption>curl</figcaption><pre tabindex="0" aria-label="curl"><code>curl -O &#34;$URL/media/01a20fee-2ec8-77e0-ab41-0c80439c78be/orientation-6.jpg&#34;</code></pre></figure>

</div></div></section><section class="operation" aria-labelledby="headFile">
<h3 id="headFile">Fetch a file&#39;s headers <a class="anchor" href="#headFile" aria-label="Link to Fetch a file&#39;s headers">#</a></h3>
<p class="route"><span class="method head">HEAD</span> <code>/media/{id}/{name}</code>
<span class="scope">public</span></p>
<div class="body"><div class="told">
<p>What a <code>GET</code> would say, without the bytes. <code>Range</code> means nothing here.</p>
<h4>Parameters</h4><table><caption class="hidden">Parameters of headFile</caption><tbody><tr><th scope="row"><code>id</code> <small>path</small></th>
<td><div>Of the record. What is no UUID is an id of nothing.</div><div class="type">UUID · such as <code>01a20fee-2ec8-77e0-ab41-0c80439c78be</code></div></td></tr><tr><th scope="row"><code>name</code> <small>path</small></th>
<td><div>The stored name, percent-encoded. Under another one the file is not there.</div><div class="type">string · such as <code>orientation-6.jpg</code></div></td></tr><tr><th scope="row"><code>download</code> <small>query</small></th>
<td><div>There, with or without a value: <code>Content-Disposition</code> is <code>attachment</code>.</div><div class="type">string</div></td></tr><tr><th scope="row"><code>width</code> <small>query</small></th>
<td><div>Of a picture: so many pixels wide, or as wide as the original where that is less.</div><div class="type"><code>32</code> or <code>64</code> or <code>96</code> or <code>160</code> or <code>320</code> or <code>480</code> or <code>640</code> or <code>960</code> or <code>1280</code> or <code>1920</code> or <code>2560</code></div></td></tr><tr><th scope="row"><code>fit</code> <small>query</small></th>
<td><div>Of a picture: <code>scale-down</code>, in its own shape, or <code>cover</code>, a square of <code>width</code>.</div><div class="type"><code>scale-down</code> or <code>cover</code></div></td></tr><tr><th scope="row"><code>format</code> <small>query</small></th>
<td><div>Of a picture: <code>auto</code> is AVIF or WebP where <code>Accept</code> names it, else the format of the original, PNG for GIF.</div><div class="type"><code>auto</code> or <code>webp</code> or <code>avif</code> or <code>jpeg</code> or <code>png</code></div></td></tr><tr><th scope="row"><code>If-None-Match</code> <small>header</small></th>
<td><div>304 (412 of a change) where one of these tags is that of what is there; <code>*</code> is any.</div><div class="type">string · such as <code>&#34;3f0d1c5e8b7a49d2a6c1e0f4b8d7a635&#34;</code></div></td></tr><tr><th scope="row"><code>If-Modified-Since</code> <small>header</small></th>
<td><div>304 where nothing changed since; not looked at beside <code>If-None-Match</code>.</div><div class="type">string</div></td></tr><tr><th scope="row"><code>If-Match</code> <small>header</small></th>
<td><div>412 where none of these tags is that of what is there.</div><div class="type">string</div></td></tr><tr><th scope="row"><code>If-Unmodified-Since</code> <small>header</small></th>
<td><div>412 where something changed since; not looked at beside <code>If-Match</code>.</div><div class="type">string</div></td></tr></tbody></table>

<h4>Answers</h4>
<details><summary><span class="status s2">200</span> OK</summary>
<p>The headers.</p>
<p class="type"><code>image/jpeg</code>, <code>image/png</code>, <code>image/gif</code>, <code>application/msword</code>, <code>application/vnd.ms-excel</code>, <code>video/mp4</code>, <code>audio/mpeg</code>, <code>application/pdf</code>, <code>image/webp</code>, <code>image/avif</code>: bytes</p>
<table><caption class="hidden">Headers of 200</caption><tbody><tr><th scope="row"><code>Cache-Control</code></th>
<td><div>A URL&#39;s bytes never change; an original in the place of a variant that there may be later is kept for an hour.</div><div class="type">string · such as <code>public, max-age=31536000, immutable</code></div></td></tr><tr><th scope="row"><code>Cache-Tag</code></th>
<td><div>What Cloudflare&#39;s cache forgets the file by.</div><div class="type">string · such as <code>media-01a20fee-2ec8-77e0-ab41-0c80439c78be</code></div></td></tr><tr><th scope="row"><code>ETag</code></th>
<td><div>Strong: another one where a byte differs, or a record was changed.</div><div class="type">string · such as <code>&#34;3f0d1c5e8b7a49d2a6c1e0f4b8d7a635&#34;</code></div></td></tr><tr><th scope="row"><code>Last-Modified</code></th>
<td><div>When the bytes were stored.</div><div class="type">string · such as <code>Tue, 24 Nov 2026 23:39:57 GMT</code></div></td></tr><tr><th scope="row"><code>Accept-Ranges</code></th>
<td><div>Parts of the file can be asked for.</div><div class="type"><code>bytes</code></div></td></tr><tr><th scope="row"><code>Repr-Digest</code> <small>optional</small></th>
<td><div>SHA-256 of the file (RFC 9530), where it is known: where the upload named one.</div><div class="type">string · such as <code>sha-256=:zJ0PbzNR2M3GmMCx8D2nNSDJ6NZ5oWC3pAx1cIQ0Y2E=:</code></div></td></tr><tr><th scope="row"><code>X-Content-Type-Options</code></th>
<td><div>The type is the true one.</div><div class="type"><code>nosniff</code></div></td></tr><tr><th scope="row"><code>Content-Security-Policy</code> <small>optional</small></th>
<td><div>What the file may do in a browser: nothing. PDF has none, since viewers trip over it.</div><div class="type"><code>default-src &#39;none&#39;; sandbox</code></div></td></tr><tr><th scope="row"><code>Cross-Origin-Resource-Policy</code></th>
<td><div>Any page may show the file.</div><div class="type"><code>cross-origin</code></div></td></tr><tr><th scope="row"><code>Vary</code> <small>optional</small></th>
<td><div>Of a variant whose format is <code>auto</code>.</div><div class="type"><code>Accept</code></div></td></tr><tr><th scope="row"><code>Content-Disposition</code></th>
<td><div>RFC 6266: <code>inline</code> for images, video, audio and PDF; <code>attachment</code> for documents and with <code>?download</code>.</div><div class="type">string · such as <code>inline; filename=&#34;orientation-6.jpg&#34;</code></div></td></tr><tr><th scope="row"><code>Content-Length</code></th>
<td><div>Bytes of the file, or of the part.</div><div class="type">string · such as <code>1125</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s3">304</span> Not Modified</summary>
<p>The client has these bytes.</p>

<table><caption class="hidden">Headers of 304</caption><tbody><tr><th scope="row"><code>Cache-Control</code></th>
<td><div>A URL&#39;s bytes never change; an original in the place of a variant that there may be later is kept for an hour.</div><div class="type">string · such as <code>public, max-age=31536000, immutable</code></div></td></tr><tr><th scope="row"><code>Cache-Tag</code></th>
<td><div>What Cloudflare&#39;s cache forgets the file by.</div><div class="type">string · such as <code>media-01a20fee-2ec8-77e0-ab41-0c80439c78be</code></div></td></tr><tr><th scope="row"><code>ETag</code></th>
<td><div>Strong: another one where a byte differs, or a record was changed.</div><div class="type">string · such as <code>&#34;3f0d1c5e8b7a49d2a6c1e0f4b8d7a635&#34;</code></div></td></tr><tr><th scope="row"><code>Last-Modified</code></th>
<td><div>When the bytes were stored.</div><div class="type">string · such as <code>Tue, 24 Nov 2026 23:39:57 GMT</code></div></td></tr><tr><th scope="row"><code>Accept-Ranges</code></th>
<td><div>Parts of the file can be asked for.</div><div class="type"><code>bytes</code></div></td></tr><tr><th scope="row"><code>Repr-Digest</code> <small>optional</small></th>
<td><div>SHA-256 of the file (RFC 9530), where it is known: where the upload named one.</div><div class="type">string · such as <code>sha-256=:zJ0PbzNR2M3GmMCx8D2nNSDJ6NZ5oWC3pAx1cIQ0Y2E=:</code></div></td></tr><tr><th scope="row"><code>X-Content-Type-Options</code></th>
<td><div>The type is the true one.</div><div class="type"><code>nosniff</code></div></td></tr><tr><th scope="row"><code>Content-Security-Policy</code> <small>optional</small></th>
<td><div>What the file may do in a browser: nothing. PDF has none, since viewers trip over it.</div><div class="type"><code>default-src &#39;none&#39;; sandbox</code></div></td></tr><tr><th scope="row"><code>Cross-Origin-Resource-Policy</code></th>
<td><div>Any page may show the file.</div><div class="type"><code>cross-origin</code></div></td></tr><tr><th scope="row"><code>Vary</code> <small>optional</small></th>
<td><div>Of a variant whose format is <code>auto</code>.</div><div class="type"><code>Accept</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">400</span> Invalid query parameters</summary>
<p>A parameter is malformed, unknown of its kind, or there twice.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">404</span> Media not found</summary>
<p>There is no such record or file.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">412</span> Precondition failed</summary>
<p>A condition on what is there is not met.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s5">500</span> Internal server error</summary>
<p>Anything else. The cause is in the log, under the request id.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details>
</div><div class="samples">
<figure><figcaption>curl</figcaption><pre tabindex="0" aria-label="curl"><code>curl -I &#34;$URL/media/01a20fee-2ec8-77e0-ab41-0c80439c78be/orientation-6.jpg&#34;</code></pre></figure>

</div></div></section><h2 id="tag-Tokens">Tokens</h2><p>Who may do what.</p><section class="operation" aria-labelledby="showOwnToken">
<h3 id="showOwnToken">Show the token that asks <a class="anchor" href="#showOwnToken" aria-label="Link to Show the token that asks">#</a></h3>
<p class="route"><span class="method get">GET</span> <code>/api/token</code>
<span class="scope">any token</span></p>
<div class="body"><div class="told">
<p>Whose it is, what it may do and until when: so a client knows what to offer. It costs no more than any request: one KV read.</p>


<h4>Answers</h4>
<details><summary><span class="status s2">200</span> OK</summary>
<p>What it may know of itself.</p>
<p class="type"><code>application/json</code>: <a href="#schema-OwnToken">OwnToken</a></p>

</details><details><summary><span class="status s4">401</span> Missing or invalid API token</summary>
<p>The token is missing, malformed, unknown, revoked or expired.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 401</caption><tbody><tr><th scope="row"><code>WWW-Authenticate</code></th>
<td><div>RFC 6750.</div><div class="type"><code>Bearer</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">429</span> Too many requests</summary>
<p>More writes than a token has in a minute, or more failed authentications than an address has.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 429</caption><tbody><tr><th scope="row"><code>Retry-After</code></th>
<td><div>Seconds to wait.</div><div class="type">string · such as <code>60</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s5">500</span> Internal server error</summary>
<p>Anything else. The cause is in the log, under the request id.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details>
</div><div class="samples">
<figure><figcaption>curl</figcaption><pre tabindex="0" aria-label="curl"><code>curl -H &#34;Authorization: Bearer $TOKEN&#34; &#34;$URL/api/token&#34;</code></pre></figure>
<figure><figcaption>200 OK</figcaption><pre tabindex="0" aria-label="200 OK"><code>{
  &#34;id&#34;: &#34;01a21058-9d0a-7c3f-8a6e-3d1f5b7c9e20&#34;,
  &#34;scopes&#34;: [
    &#34;media:read&#34;,
    &#34;media:create&#34;
  ],
  &#34;user_id&#34;: &#34;developer&#34;,
  &#34;expires_at&#34;: &#34;2026-12-25T01:36:12Z&#34;
}</code></pre></figure>
</div></div></section><section class="operation" aria-labelledby="listTokens">
<h3 id="listTokens">List tokens <a class="anchor" href="#listTokens" aria-label="Link to List tokens">#</a></h3>
<p class="route"><span class="method get">GET</span> <code>/api/tokens</code>
<span class="scope">scope <code>tokens:manage</code></span></p>
<div class="body"><div class="told">
<p>A page of those that have not expired, newest first.</p>
<h4>Parameters</h4><table><caption class="hidden">Parameters of listTokens</caption><tbody><tr><th scope="row"><code>page</code> <small>query</small></th>
<td><div>Which page.</div><div class="type">whole number, 1 to 999999999, default <code>1</code> · such as <code>1</code></div></td></tr><tr><th scope="row"><code>page_size</code> <small>query</small></th>
<td><div>How many a page has at most; more than 100 count as 100.</div><div class="type">whole number, 1 to 999999999, default <code>10</code> · such as <code>10</code></div></td></tr></tbody></table>

<h4>Answers</h4>
<details><summary><span class="status s2">200</span> OK</summary>
<p>A page.</p>
<p class="type"><code>application/json</code>: <a href="#schema-TokenList">TokenList</a></p>

</details><details><summary><span class="status s4">400</span> Invalid query parameters</summary>
<p>A parameter is malformed, unknown of its kind, or there twice.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">401</span> Missing or invalid API token</summary>
<p>The token is missing, malformed, unknown, revoked or expired.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 401</caption><tbody><tr><th scope="row"><code>WWW-Authenticate</code></th>
<td><div>RFC 6750.</div><div class="type"><code>Bearer</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">403</span> Insufficient scope</summary>
<p>The token may not do this.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 403</caption><tbody><tr><th scope="row"><code>WWW-Authenticate</code></th>
<td><div>RFC 6750: the scopes that the token lacks.</div><div class="type">string · such as <code>Bearer error=&#34;insufficient_scope&#34;, scope=&#34;media:create&#34;</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">429</span> Too many requests</summary>
<p>More writes than a token has in a minute, or more failed authentications than an address has.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 429</caption><tbody><tr><th scope="row"><code>Retry-After</code></th>
<td><div>Seconds to wait.</div><div class="type">string · such as <code>60</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s5">500</span> Internal server error</summary>
<p>Anything else. The cause is in the log, under the request id.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s5">503</span> Service not ready</summary>
<p>The database has no tables yet, for a deployment is under way; of <code>/health</code> also: it does not answer.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 503</caption><tbody><tr><th scope="row"><code>Retry-After</code> <small>optional</small></th>
<td><div>Seconds to wait, where the tables are not there yet.</div><div class="type">string · such as <code>10</code></div></td></tr></tbody></table>
</details>
</div><div class="samples">
<figure><figcaption>curl</figcaption><pre tabindex="0" aria-label="curl"><code>curl -H &#34;Authorization: Bearer $TOKEN&#34; &#34;$URL/api/tokens&#34;</code></pre></figure>
<figure><figcaption>200 OK</figcaption><pre tabindex="0" aria-label="200 OK"><code>{
  &#34;data&#34;: [
    {
      &#34;id&#34;: &#34;01a21058-9d0a-7c3f-8a6e-3d1f5b7c9e20&#34;,
      &#34;name&#34;: &#34;website&#34;,
      &#34;description&#34;: &#34;Uploads of the website&#34;,
      &#34;scopes&#34;: [
        &#34;media:read&#34;,
        &#34;media:create&#34;
      ],
      &#34;user_id&#34;: &#34;developer&#34;,
      &#34;created_at&#34;: &#34;2026-11-25T01:36:12Z&#34;,
      &#34;expires_at&#34;: &#34;2026-12-25T01:36:12Z&#34;,
      &#34;last_four&#34;: &#34;VcFt&#34;
    }
  ],
  &#34;meta&#34;: {
    &#34;total&#34;: 1,
    &#34;page&#34;: 1,
    &#34;page_size&#34;: 10
  }
}</code></pre></figure>
</div></div></section><section class="operation" aria-labelledby="createToken">
<h3 id="createToken">Make a token <a class="anchor" href="#createToken" aria-label="Link to Make a token">#</a></h3>
<p class="route"><span class="method post">POST</span> <code>/api/tokens</code>
<span class="scope">scope <code>tokens:manage</code></span></p>
<div class="body"><div class="told">
<p>It can have no scope that its maker lacks: else 403. The secret is in this answer and nowhere else.</p>

<h4>Body</h4><p>At most 16 KiB of JSON.</p><p><code>application/json</code></p><p class="type"><a href="#schema-TokenRequest">TokenRequest</a></p>
<h4>Answers</h4>
<details><summary><span class="status s2">201</span> Created</summary>
<p>The token and its secret.</p>
<p class="type"><code>application/json</code>: <a href="#schema-CreatedToken">CreatedToken</a></p>

</details><details><summary><span class="status s4">400</span> Invalid request body</summary>
<p>The body is no JSON, too long, of another type, or does not fit.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">401</span> Missing or invalid API token</summary>
<p>The token is missing, malformed, unknown, revoked or expired.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 401</caption><tbody><tr><th scope="row"><code>WWW-Authenticate</code></th>
<td><div>RFC 6750.</div><div class="type"><code>Bearer</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">403</span> Insufficient scope</summary>
<p>The token may not do this.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 403</caption><tbody><tr><th scope="row"><code>WWW-Authenticate</code></th>
<td><div>RFC 6750: the scopes that the token lacks.</div><div class="type">string · such as <code>Bearer error=&#34;insufficient_scope&#34;, scope=&#34;media:create&#34;</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">429</span> Too many requests</summary>
<p>More writes than a token has in a minute, or more failed authentications than an address has.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 429</caption><tbody><tr><th scope="row"><code>Retry-After</code></th>
<td><div>Seconds to wait.</div><div class="type">string · such as <code>60</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s5">500</span> Internal server error</summary>
<p>Anything else. The cause is in the log, under the request id.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s5">503</span> Service not ready</summary>
<p>The database has no tables yet, for a deployment is under way; of <code>/health</code> also: it does not answer.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 503</caption><tbody><tr><th scope="row"><code>Retry-After</code> <small>optional</small></th>
<td><div>Seconds to wait, where the tables are not there yet.</div><div class="type">string · such as <code>10</code></div></td></tr></tbody></table>
</details>
</div><div class="samples">
<figure><figcaption>curl</figcaption><pre tabindex="0" aria-label="curl"><code>curl -H &#34;Authorization: Bearer $TOKEN&#34; -H &#34;Content-Type: application/json&#34; \\
     -d &#39;{&#34;name&#34;:&#34;website&#34;,&#34;description&#34;:&#34;Uploads of the website&#34;,&#34;scopes&#34;:[&#34;media:read&#34;,&#34;media:create&#34;],&#34;expires_in&#34;:2592000}&#39; &#34;$URL/api/tokens&#34;</code></pre></figure>
<figure><figcaption>Body</figcaption><pre tabindex="0" aria-label="Body"><code>{
  &#34;name&#34;: &#34;website&#34;,
  &#34;description&#34;: &#34;Uploads of the website&#34;,
  &#34;scopes&#34;: [
    &#34;media:read&#34;,
    &#34;media:create&#34;
  ],
  &#34;expires_in&#34;: 2592000
}</code></pre></figure><figure><figcaption>201 Created</figcaption><pre tabindex="0" aria-label="201 Created"><code>{
  &#34;id&#34;: &#34;01a21058-9d0a-7c3f-8a6e-3d1f5b7c9e20&#34;,
  &#34;name&#34;: &#34;website&#34;,
  &#34;description&#34;: &#34;Uploads of the website&#34;,
  &#34;scopes&#34;: [
    &#34;media:read&#34;,
    &#34;media:create&#34;
  ],
  &#34;user_id&#34;: &#34;developer&#34;,
  &#34;created_at&#34;: &#34;2026-11-25T01:36:12Z&#34;,
  &#34;expires_at&#34;: &#34;2026-12-25T01:36:12Z&#34;,
  &#34;last_four&#34;: &#34;VcFt&#34;,
  &#34;token&#34;: &#34;mt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA_1nVcFt&#34;
}</code></pre></figure>
</div></div></section><section class="operation" aria-labelledby="revokeToken">
<h3 id="revokeToken">Revoke a token <a class="anchor" href="#revokeToken" aria-label="Link to Revoke a token">#</a></h3>
<p class="route"><span class="method delete">DELETE</span> <code>/api/tokens/{id}</code>
<span class="scope">scope <code>tokens:manage</code></span></p>
<div class="body"><div class="told">
<p>It usually stops at once where it was revoked, and within 60 seconds elsewhere.</p>
<h4>Parameters</h4><table><caption class="hidden">Parameters of revokeToken</caption><tbody><tr><th scope="row"><code>id</code> <small>path</small></th>
<td><div>Of the token. What is no UUID is an id of nothing.</div><div class="type">UUID · such as <code>01a21058-9d0a-7c3f-8a6e-3d1f5b7c9e20</code></div></td></tr><tr><th scope="row"><code>force</code> <small>query</small></th>
<td><div>Also the last token that can manage tokens.</div><div class="type"><code>true</code> or <code>false</code>, default <code>false</code> · such as <code>true</code></div></td></tr></tbody></table>

<h4>Answers</h4>
<details><summary><span class="status s2">204</span> No Content</summary>
<p>It is revoked.</p>


</details><details><summary><span class="status s4">400</span> Invalid query parameters</summary>
<p>A parameter is malformed, unknown of its kind, or there twice.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">401</span> Missing or invalid API token</summary>
<p>The token is missing, malformed, unknown, revoked or expired.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 401</caption><tbody><tr><th scope="row"><code>WWW-Authenticate</code></th>
<td><div>RFC 6750.</div><div class="type"><code>Bearer</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">403</span> Insufficient scope</summary>
<p>The token may not do this.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 403</caption><tbody><tr><th scope="row"><code>WWW-Authenticate</code></th>
<td><div>RFC 6750: the scopes that the token lacks.</div><div class="type">string · such as <code>Bearer error=&#34;insufficient_scope&#34;, scope=&#34;media:create&#34;</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">404</span> Token not found</summary>
<p>There is no such token, or it has expired.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">409</span> Last token that can manage tokens</summary>
<p>It is the last token that can manage tokens: nobody could make another. <code>?force=true</code> removes it all the same.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">429</span> Too many requests</summary>
<p>More writes than a token has in a minute, or more failed authentications than an address has.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 429</caption><tbody><tr><th scope="row"><code>Retry-After</code></th>
<td><div>Seconds to wait.</div><div class="type">string · such as <code>60</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s5">500</span> Internal server error</summary>
<p>Anything else. The cause is in the log, under the request id.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s5">503</span> Service not ready</summary>
<p>The database has no tables yet, for a deployment is under way; of <code>/health</code> also: it does not answer.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 503</caption><tbody><tr><th scope="row"><code>Retry-After</code> <small>optional</small></th>
<td><div>Seconds to wait, where the tables are not there yet.</div><div class="type">string · such as <code>10</code></div></td></tr></tbody></table>
</details>
</div><div class="samples">
<figure><figcaption>curl</figcaption><pre tabindex="0" aria-label="curl"><code>curl -X DELETE -H &#34;Authorization: Bearer $TOKEN&#34; &#34;$URL/api/tokens/01a21058-9d0a-7c3f-8a6e-3d1f5b7c9e20&#34;</code></pre></figure>

</div></div></section><section class="operation" aria-labelledby="rotateToken">
<h3 id="rotateToken">Give a token another secret <a class="anchor" href="#rotateToken" aria-label="Link to Give a token another secret">#</a></h3>
<p class="route"><span class="method post">POST</span> <code>/api/tokens/{id}/rotate</code>
<span class="scope">scope <code>tokens:manage</code></span></p>
<div class="body"><div class="told">
<p>Id, name, scopes, user and expiry stay; the secret of before stops, within 60 seconds everywhere. A token with a scope that the caller lacks: 403.</p>
<h4>Parameters</h4><table><caption class="hidden">Parameters of rotateToken</caption><tbody><tr><th scope="row"><code>id</code> <small>path</small></th>
<td><div>Of the token. What is no UUID is an id of nothing.</div><div class="type">UUID · such as <code>01a21058-9d0a-7c3f-8a6e-3d1f5b7c9e20</code></div></td></tr></tbody></table>

<h4>Answers</h4>
<details><summary><span class="status s2">200</span> OK</summary>
<p>The token and its new secret.</p>
<p class="type"><code>application/json</code>: <a href="#schema-CreatedToken">CreatedToken</a></p>

</details><details><summary><span class="status s4">401</span> Missing or invalid API token</summary>
<p>The token is missing, malformed, unknown, revoked or expired.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 401</caption><tbody><tr><th scope="row"><code>WWW-Authenticate</code></th>
<td><div>RFC 6750.</div><div class="type"><code>Bearer</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">403</span> Insufficient scope</summary>
<p>The token may not do this.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 403</caption><tbody><tr><th scope="row"><code>WWW-Authenticate</code></th>
<td><div>RFC 6750: the scopes that the token lacks.</div><div class="type">string · such as <code>Bearer error=&#34;insufficient_scope&#34;, scope=&#34;media:create&#34;</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">404</span> Token not found</summary>
<p>There is no such token, or it has expired.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s4">429</span> Too many requests</summary>
<p>More writes than a token has in a minute, or more failed authentications than an address has.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 429</caption><tbody><tr><th scope="row"><code>Retry-After</code></th>
<td><div>Seconds to wait.</div><div class="type">string · such as <code>60</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s5">500</span> Internal server error</summary>
<p>Anything else. The cause is in the log, under the request id.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details><details><summary><span class="status s5">503</span> Service not ready</summary>
<p>The database has no tables yet, for a deployment is under way; of <code>/health</code> also: it does not answer.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 503</caption><tbody><tr><th scope="row"><code>Retry-After</code> <small>optional</small></th>
<td><div>Seconds to wait, where the tables are not there yet.</div><div class="type">string · such as <code>10</code></div></td></tr></tbody></table>
</details>
</div><div class="samples">
<figure><figcaption>curl</figcaption><pre tabindex="0" aria-label="curl"><code>curl -X POST -H &#34;Authorization: Bearer $TOKEN&#34; &#34;$URL/api/tokens/01a21058-9d0a-7c3f-8a6e-3d1f5b7c9e20/rotate&#34;</code></pre></figure>
<figure><figcaption>200 OK</figcaption><pre tabindex="0" aria-label="200 OK"><code>{
  &#34;id&#34;: &#34;01a21058-9d0a-7c3f-8a6e-3d1f5b7c9e20&#34;,
  &#34;name&#34;: &#34;website&#34;,
  &#34;description&#34;: &#34;Uploads of the website&#34;,
  &#34;scopes&#34;: [
    &#34;media:read&#34;,
    &#34;media:create&#34;
  ],
  &#34;user_id&#34;: &#34;developer&#34;,
  &#34;created_at&#34;: &#34;2026-11-25T01:36:12Z&#34;,
  &#34;expires_at&#34;: &#34;2026-12-25T01:36:12Z&#34;,
  &#34;last_four&#34;: &#34;VcFt&#34;,
  &#34;token&#34;: &#34;mt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA_1nVcFt&#34;
}</code></pre></figure>
</div></div></section><h2 id="tag-Service">Service</h2><p>The service itself.</p><section class="operation" aria-labelledby="getHealth">
<h3 id="getHealth">Ask whether it is well <a class="anchor" href="#getHealth" aria-label="Link to Ask whether it is well">#</a></h3>
<p class="route"><span class="method get">GET</span> <code>/health</code>
<span class="scope">public</span></p>
<div class="body"><div class="told">
<p>For whoever watches: the tables are there and the database answers. One row is read.</p>


<h4>Answers</h4>
<details><summary><span class="status s2">200</span> OK</summary>
<p>It is.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Health">Health</a></p>

</details><details><summary><span class="status s5">503</span> Service not ready</summary>
<p>The database has no tables yet, for a deployment is under way; of <code>/health</code> also: it does not answer.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>
<table><caption class="hidden">Headers of 503</caption><tbody><tr><th scope="row"><code>Retry-After</code> <small>optional</small></th>
<td><div>Seconds to wait, where the tables are not there yet.</div><div class="type">string · such as <code>10</code></div></td></tr></tbody></table>
</details>
</div><div class="samples">
<figure><figcaption>curl</figcaption><pre tabindex="0" aria-label="curl"><code>curl &#34;$URL/health&#34;</code></pre></figure>
<figure><figcaption>200 OK</figcaption><pre tabindex="0" aria-label="200 OK"><code>{
  &#34;status&#34;: &#34;ok&#34;
}</code></pre></figure>
</div></div></section><section class="operation" aria-labelledby="getOpenapi">
<h3 id="getOpenapi">This document <a class="anchor" href="#getOpenapi" aria-label="Link to This document">#</a></h3>
<p class="route"><span class="method get">GET</span> <code>/api/openapi.json</code>
<span class="scope">public</span></p>
<div class="body"><div class="told">
<p>OpenAPI 3.1. Its server is the origin that it is fetched from.</p>
<h4>Parameters</h4><table><caption class="hidden">Parameters of getOpenapi</caption><tbody><tr><th scope="row"><code>If-None-Match</code> <small>header</small></th>
<td><div>304 (412 of a change) where one of these tags is that of what is there; <code>*</code> is any.</div><div class="type">string · such as <code>&#34;3f0d1c5e8b7a49d2a6c1e0f4b8d7a635&#34;</code></div></td></tr><tr><th scope="row"><code>If-Match</code> <small>header</small></th>
<td><div>412 where none of these tags is that of what is there.</div><div class="type">string</div></td></tr></tbody></table>

<h4>Answers</h4>
<details><summary><span class="status s2">200</span> OK</summary>
<p>This document</p>
<p class="type"><code>application/json</code>: object</p>
<table><caption class="hidden">Headers of 200</caption><tbody><tr><th scope="row"><code>ETag</code></th>
<td><div>Strong: another one where a byte differs, or a record was changed.</div><div class="type">string · such as <code>&#34;3f0d1c5e8b7a49d2a6c1e0f4b8d7a635&#34;</code></div></td></tr><tr><th scope="row"><code>X-Content-Type-Options</code></th>
<td><div>The type is the true one.</div><div class="type"><code>nosniff</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s3">304</span> Not Modified</summary>
<p>The client has it.</p>

<table><caption class="hidden">Headers of 304</caption><tbody><tr><th scope="row"><code>ETag</code></th>
<td><div>Strong: another one where a byte differs, or a record was changed.</div><div class="type">string · such as <code>&#34;3f0d1c5e8b7a49d2a6c1e0f4b8d7a635&#34;</code></div></td></tr><tr><th scope="row"><code>X-Content-Type-Options</code></th>
<td><div>The type is the true one.</div><div class="type"><code>nosniff</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">412</span> Precondition failed</summary>
<p>A condition on what is there is not met.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details>
</div><div class="samples">
<figure><figcaption>curl</figcaption><pre tabindex="0" aria-label="curl"><code>curl &#34;$URL/api/openapi.json&#34;</code></pre></figure>

</div></div></section><section class="operation" aria-labelledby="getDocs">
<h3 id="getDocs">The reference page <a class="anchor" href="#getDocs" aria-label="Link to The reference page">#</a></h3>
<p class="route"><span class="method get">GET</span> <code>/api/docs</code>
<span class="scope">public</span></p>
<div class="body"><div class="told">
<p>This document for people. It needs no other origin, and no script.</p>
<h4>Parameters</h4><table><caption class="hidden">Parameters of getDocs</caption><tbody><tr><th scope="row"><code>If-None-Match</code> <small>header</small></th>
<td><div>304 (412 of a change) where one of these tags is that of what is there; <code>*</code> is any.</div><div class="type">string · such as <code>&#34;3f0d1c5e8b7a49d2a6c1e0f4b8d7a635&#34;</code></div></td></tr><tr><th scope="row"><code>If-Match</code> <small>header</small></th>
<td><div>412 where none of these tags is that of what is there.</div><div class="type">string</div></td></tr></tbody></table>

<h4>Answers</h4>
<details><summary><span class="status s2">200</span> OK</summary>
<p>The reference page</p>
<p class="type"><code>text/html</code>: string</p>
<table><caption class="hidden">Headers of 200</caption><tbody><tr><th scope="row"><code>ETag</code></th>
<td><div>Strong: another one where a byte differs, or a record was changed.</div><div class="type">string · such as <code>&#34;3f0d1c5e8b7a49d2a6c1e0f4b8d7a635&#34;</code></div></td></tr><tr><th scope="row"><code>X-Content-Type-Options</code></th>
<td><div>The type is the true one.</div><div class="type"><code>nosniff</code></div></td></tr><tr><th scope="row"><code>Content-Security-Policy</code></th>
<td><div>The page loads nothing and runs nothing: its style is named by its hash.</div><div class="type">string, <code>^default-src &#39;none&#39;; style-src &#39;sha256-</code></div></td></tr><tr><th scope="row"><code>Referrer-Policy</code></th>
<td><div>Links tell nobody where they stood.</div><div class="type"><code>no-referrer</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s3">304</span> Not Modified</summary>
<p>The client has it.</p>

<table><caption class="hidden">Headers of 304</caption><tbody><tr><th scope="row"><code>ETag</code></th>
<td><div>Strong: another one where a byte differs, or a record was changed.</div><div class="type">string · such as <code>&#34;3f0d1c5e8b7a49d2a6c1e0f4b8d7a635&#34;</code></div></td></tr><tr><th scope="row"><code>X-Content-Type-Options</code></th>
<td><div>The type is the true one.</div><div class="type"><code>nosniff</code></div></td></tr><tr><th scope="row"><code>Content-Security-Policy</code></th>
<td><div>The page loads nothing and runs nothing: its style is named by its hash.</div><div class="type">string, <code>^default-src &#39;none&#39;; style-src &#39;sha256-</code></div></td></tr><tr><th scope="row"><code>Referrer-Policy</code></th>
<td><div>Links tell nobody where they stood.</div><div class="type"><code>no-referrer</code></div></td></tr></tbody></table>
</details><details><summary><span class="status s4">412</span> Precondition failed</summary>
<p>A condition on what is there is not met.</p>
<p class="type"><code>application/json</code>: <a href="#schema-Error">Error</a></p>

</details>
</div><div class="samples">
<figure><figcaption>curl</figcaption><pre tabindex="0" aria-label="curl"><code>curl &#34;$URL/api/docs&#34;</code></pre></figure>

</div></div></section>
<h2 id="schemas">Schemas</h2>
<section class="schema" aria-labelledby="schema-Media"><h3 id="schema-Media">Media</h3>
<p>A file and what its bytes say of it. What does not apply, or cannot be read, is <code>null</code>.</p>
<table><caption class="hidden">Fields of Media</caption><tbody><tr><th scope="row"><code>id</code></th>
<td><div>UUIDv7: sortable by time.</div><div class="type">UUID</div></td></tr><tr><th scope="row"><code>name</code></th>
<td><div>File name, as it is stored.</div><div class="type">string</div></td></tr><tr><th scope="row"><code>type</code></th>
<td><div>Which of the four types.</div><div class="type"><a href="#schema-MediaType">MediaType</a></div></td></tr><tr><th scope="row"><code>mime_type</code></th>
<td><div>By the bytes, never as declared: <code>image/jpeg</code>, <code>image/png</code>, <code>image/gif</code>, <code>application/msword</code>, <code>application/vnd.ms-excel</code>, <code>video/mp4</code>, <code>audio/mpeg</code>, <code>application/pdf</code>.</div><div class="type">string</div></td></tr><tr><th scope="row"><code>size</code></th>
<td><div>Bytes.</div><div class="type">whole number, above 0</div></td></tr><tr><th scope="row"><code>path</code></th>
<td><div>Key in the bucket: <code>media/&#60;id&#62;/&#60;stored name&#62;</code>.</div><div class="type">string</div></td></tr><tr><th scope="row"><code>url</code></th>
<td><div>Where everybody can fetch the bytes, until the record is deleted.</div><div class="type">URL</div></td></tr><tr><th scope="row"><code>width</code></th>
<td><div>Pixels as displayed (a rotation is applied); of images and video.</div><div class="type">whole number or null, above 0</div></td></tr><tr><th scope="row"><code>height</code></th>
<td><div>Pixels as displayed; of images and video.</div><div class="type">whole number or null, above 0</div></td></tr><tr><th scope="row"><code>duration</code></th>
<td><div>Seconds; of video and audio.</div><div class="type">number or null, at least 0</div></td></tr><tr><th scope="row"><code>alt</code></th>
<td><div>Alternative text, as its editors wrote it.</div><div class="type">string or null</div></td></tr><tr><th scope="row"><code>created_at</code></th>
<td><div>When the record was made.</div><div class="type"><a href="#schema-Timestamp">Timestamp</a></div></td></tr><tr><th scope="row"><code>updated_at</code></th>
<td><div>When it was changed last.</div><div class="type"><a href="#schema-Timestamp">Timestamp</a></div></td></tr><tr><th scope="row"><code>created_by</code></th>
<td><div>User of the token that uploaded it.</div><div class="type">string</div></td></tr></tbody></table></section><section class="schema" aria-labelledby="schema-MediaList"><h3 id="schema-MediaList">MediaList</h3>
<p>A page of media, newest record first unless another order is asked for.</p>
<table><caption class="hidden">Fields of MediaList</caption><tbody><tr><th scope="row"><code>data</code></th>
<td><div>The records; <code>[]</code> past the end.</div><div class="type">list of <a href="#schema-Media">Media</a></div></td></tr><tr><th scope="row"><code>meta</code></th>
<td><div>The page.</div><div class="type"><a href="#schema-ListMeta">ListMeta</a></div></td></tr></tbody></table></section><section class="schema" aria-labelledby="schema-MediaType"><h3 id="schema-MediaType">MediaType</h3>
<p>What kind of file it is, by its bytes.</p>
<p class="type"><code>image</code> or <code>video</code> or <code>audio</code> or <code>file</code></p></section><section class="schema" aria-labelledby="schema-MediaPatch"><h3 id="schema-MediaPatch">MediaPatch</h3>
<p>What is to be changed of a record.</p>
<table><caption class="hidden">Fields of MediaPatch</caption><tbody><tr><th scope="row"><code>name</code> <small>optional</small></th>
<td><div>By the rules of an upload.</div><div class="type">string, at least 1 character</div></td></tr><tr><th scope="row"><code>alt</code> <small>optional</small></th>
<td><div><code>null</code> takes it away.</div><div class="type">string or null, at most 2000 characters</div></td></tr></tbody></table></section><section class="schema" aria-labelledby="schema-MediaSort"><h3 id="schema-MediaSort">MediaSort</h3>
<p>By what a list is ordered: when a record was made, its name (in lower case, by code points), its size. <code>-</code> is the other way round.</p>
<p class="type"><code>created_at</code> or <code>-created_at</code> or <code>name</code> or <code>-name</code> or <code>size</code> or <code>-size</code></p></section><section class="schema" aria-labelledby="schema-Usage"><h3 id="schema-Usage">Usage</h3>
<p>What there is, by type and in all.</p>
<table><caption class="hidden">Fields of Usage</caption><tbody><tr><th scope="row"><code>image</code></th>
<td><div>Of images.</div><div class="type"><a href="#schema-Amount">Amount</a></div></td></tr><tr><th scope="row"><code>video</code></th>
<td><div>Of video.</div><div class="type"><a href="#schema-Amount">Amount</a></div></td></tr><tr><th scope="row"><code>audio</code></th>
<td><div>Of audio.</div><div class="type"><a href="#schema-Amount">Amount</a></div></td></tr><tr><th scope="row"><code>file</code></th>
<td><div>Of documents.</div><div class="type"><a href="#schema-Amount">Amount</a></div></td></tr><tr><th scope="row"><code>total</code></th>
<td><div>Of all.</div><div class="type"><a href="#schema-Amount">Amount</a></div></td></tr></tbody></table></section><section class="schema" aria-labelledby="schema-Amount"><h3 id="schema-Amount">Amount</h3>
<p>Of records.</p>
<table><caption class="hidden">Fields of Amount</caption><tbody><tr><th scope="row"><code>count</code></th>
<td><div>How many there are.</div><div class="type">whole number, at least 0</div></td></tr><tr><th scope="row"><code>bytes</code></th>
<td><div>How many bytes their files have.</div><div class="type">whole number, at least 0</div></td></tr></tbody></table></section><section class="schema" aria-labelledby="schema-DeleteRequest"><h3 id="schema-DeleteRequest">DeleteRequest</h3>
<p>What is to be deleted.</p>
<table><caption class="hidden">Fields of DeleteRequest</caption><tbody><tr><th scope="row"><code>ids</code></th>
<td><div>Of records, none twice. What is no UUID is an id of nothing.</div><div class="type">list of string, 1 to 100 entries, none twice</div></td></tr></tbody></table></section><section class="schema" aria-labelledby="schema-DeleteOutcomes"><h3 id="schema-DeleteOutcomes">DeleteOutcomes</h3>
<p>What became of each, in the order asked.</p>
<table><caption class="hidden">Fields of DeleteOutcomes</caption><tbody><tr><th scope="row"><code>data</code></th>
<td><div>One for each id.</div><div class="type">list of <a href="#schema-DeleteOutcome">DeleteOutcome</a></div></td></tr></tbody></table></section><section class="schema" aria-labelledby="schema-DeleteOutcome"><h3 id="schema-DeleteOutcome">DeleteOutcome</h3>
<p>What became of one, as a <code>DELETE</code> of it would be answered.</p>
<table><caption class="hidden">Fields of DeleteOutcome</caption><tbody><tr><th scope="row"><code>id</code></th>
<td><div>As it was asked.</div><div class="type">string</div></td></tr><tr><th scope="row"><code>status</code></th>
<td><div>204: it is gone. 404: there is no such record. 500: its bytes could not be removed; a retry goes on from there.</div><div class="type"><code>204</code> or <code>404</code> or <code>500</code></div></td></tr><tr><th scope="row"><code>error</code> <small>optional</small></th>
<td><div>Where it is not gone: the text that a <code>DELETE</code> would give.</div><div class="type">string</div></td></tr></tbody></table></section><section class="schema" aria-labelledby="schema-Token"><h3 id="schema-Token">Token</h3>
<p>A token, without its secret.</p>
<table><caption class="hidden">Fields of Token</caption><tbody><tr><th scope="row"><code>id</code></th>
<td><div>UUIDv7. A rotation keeps it.</div><div class="type">UUID</div></td></tr><tr><th scope="row"><code>name</code></th>
<td><div>What it is for.</div><div class="type">string</div></td></tr><tr><th scope="row"><code>description</code></th>
<td><div>More of that.</div><div class="type">string or null</div></td></tr><tr><th scope="row"><code>scopes</code></th>
<td><div>What it may do.</div><div class="type">list of <a href="#schema-Scope">Scope</a></div></td></tr><tr><th scope="row"><code>user_id</code></th>
<td><div>Whose it is: <code>created_by</code> of what it uploads.</div><div class="type">string</div></td></tr><tr><th scope="row"><code>created_at</code></th>
<td><div>When it was made.</div><div class="type"><a href="#schema-Timestamp">Timestamp</a></div></td></tr><tr><th scope="row"><code>expires_at</code></th>
<td><div>From when on it is refused; <code>null</code>: never.</div><div class="type"><a href="#schema-Timestamp">Timestamp</a> or null</div></td></tr><tr><th scope="row"><code>last_four</code></th>
<td><div>The last four characters of the secret, to know it by.</div><div class="type">string, 4 characters</div></td></tr></tbody></table></section><section class="schema" aria-labelledby="schema-TokenList"><h3 id="schema-TokenList">TokenList</h3>
<p>A page of tokens, newest first.</p>
<table><caption class="hidden">Fields of TokenList</caption><tbody><tr><th scope="row"><code>data</code></th>
<td><div>The tokens that have not expired; <code>[]</code> past the end.</div><div class="type">list of <a href="#schema-Token">Token</a></div></td></tr><tr><th scope="row"><code>meta</code></th>
<td><div>The page.</div><div class="type"><a href="#schema-ListMeta">ListMeta</a></div></td></tr></tbody></table></section><section class="schema" aria-labelledby="schema-TokenRequest"><h3 id="schema-TokenRequest">TokenRequest</h3>
<p>What a token is made from. It can have <code>expires_at</code> or <code>expires_in</code>, not both; without either it does not expire.</p>
<table><caption class="hidden">Fields of TokenRequest</caption><tbody><tr><th scope="row"><code>name</code></th>
<td><div>What it is for.</div><div class="type">string, 1 to 100 characters</div></td></tr><tr><th scope="row"><code>description</code> <small>optional</small></th>
<td><div>More of that.</div><div class="type">string or null, at most 500 characters</div></td></tr><tr><th scope="row"><code>scopes</code></th>
<td><div>What it may do: nothing that its maker may not.</div><div class="type">list of <a href="#schema-Scope">Scope</a>, at least 1 entry, none twice</div></td></tr><tr><th scope="row"><code>user_id</code> <small>optional</small></th>
<td><div>Whose it is; the maker&#39;s own unless given. Visible ASCII.</div><div class="type">string, <code>^[\\x21-\\x7e]{1,100}$</code></div></td></tr><tr><th scope="row"><code>expires_at</code> <small>optional</small></th>
<td><div>When it ends, at least 60 seconds ahead.</div><div class="type">time, ISO 8601 or null</div></td></tr><tr><th scope="row"><code>expires_in</code> <small>optional</small></th>
<td><div>In how many seconds it ends.</div><div class="type">whole number or null, 60 to 3153600000</div></td></tr></tbody></table></section><section class="schema" aria-labelledby="schema-CreatedToken"><h3 id="schema-CreatedToken">CreatedToken</h3>
<p>A token with its secret, which is shown this once.</p>
<table><caption class="hidden">Fields of CreatedToken</caption><tbody><tr><th scope="row"><code>id</code></th>
<td><div>UUIDv7. A rotation keeps it.</div><div class="type">UUID</div></td></tr><tr><th scope="row"><code>name</code></th>
<td><div>What it is for.</div><div class="type">string</div></td></tr><tr><th scope="row"><code>description</code></th>
<td><div>More of that.</div><div class="type">string or null</div></td></tr><tr><th scope="row"><code>scopes</code></th>
<td><div>What it may do.</div><div class="type">list of <a href="#schema-Scope">Scope</a></div></td></tr><tr><th scope="row"><code>user_id</code></th>
<td><div>Whose it is: <code>created_by</code> of what it uploads.</div><div class="type">string</div></td></tr><tr><th scope="row"><code>created_at</code></th>
<td><div>When it was made.</div><div class="type"><a href="#schema-Timestamp">Timestamp</a></div></td></tr><tr><th scope="row"><code>expires_at</code></th>
<td><div>From when on it is refused; <code>null</code>: never.</div><div class="type"><a href="#schema-Timestamp">Timestamp</a> or null</div></td></tr><tr><th scope="row"><code>last_four</code></th>
<td><div>The last four characters of the secret, to know it by.</div><div class="type">string, 4 characters</div></td></tr><tr><th scope="row"><code>token</code></th>
<td><div>The secret. Only its hash is kept.</div><div class="type">string, <code>^mt_[A-Za-z0-9_-]{43}_[0-9A-Za-z]{6}$</code></div></td></tr></tbody></table></section><section class="schema" aria-labelledby="schema-OwnToken"><h3 id="schema-OwnToken">OwnToken</h3>
<p>What a token may know of itself, whatever its scopes.</p>
<table><caption class="hidden">Fields of OwnToken</caption><tbody><tr><th scope="row"><code>id</code></th>
<td><div>UUIDv7. A rotation keeps it.</div><div class="type">UUID</div></td></tr><tr><th scope="row"><code>scopes</code></th>
<td><div>What it may do.</div><div class="type">list of <a href="#schema-Scope">Scope</a></div></td></tr><tr><th scope="row"><code>user_id</code></th>
<td><div>Whose it is: <code>created_by</code> of what it uploads.</div><div class="type">string</div></td></tr><tr><th scope="row"><code>expires_at</code></th>
<td><div>From when on it is refused; <code>null</code>: never.</div><div class="type"><a href="#schema-Timestamp">Timestamp</a> or null</div></td></tr></tbody></table></section><section class="schema" aria-labelledby="schema-Scope"><h3 id="schema-Scope">Scope</h3>
<p>A right of a token.</p>
<p class="type"><code>media:read</code> or <code>media:create</code> or <code>media:update</code> or <code>media:delete</code> or <code>tokens:manage</code></p></section><section class="schema" aria-labelledby="schema-ListMeta"><h3 id="schema-ListMeta">ListMeta</h3>
<p>Where a page stands.</p>
<table><caption class="hidden">Fields of ListMeta</caption><tbody><tr><th scope="row"><code>total</code></th>
<td><div>All that the filters let through, exactly.</div><div class="type">whole number</div></td></tr><tr><th scope="row"><code>page</code></th>
<td><div>This page, from 1.</div><div class="type">whole number</div></td></tr><tr><th scope="row"><code>page_size</code></th>
<td><div>How many a page has at most.</div><div class="type">whole number</div></td></tr></tbody></table></section><section class="schema" aria-labelledby="schema-Timestamp"><h3 id="schema-Timestamp">Timestamp</h3>
<p>UTC, ISO 8601 with <code>Z</code>, to the second.</p>
<p class="type">time, ISO 8601</p></section><section class="schema" aria-labelledby="schema-Error"><h3 id="schema-Error">Error</h3>
<p>Every answer that is not a success.</p>
<table><caption class="hidden">Fields of Error</caption><tbody><tr><th scope="row"><code>error</code></th>
<td><div>One of the texts that the operation lists, word for word.</div><div class="type">string</div></td></tr><tr><th scope="row"><code>details</code> <small>optional</small></th>
<td><div>What of the query or body does not fit, where that is known: <code>path</code> names the field (empty for the whole).</div><div class="type">list of object</div></td></tr></tbody></table></section><section class="schema" aria-labelledby="schema-Health"><h3 id="schema-Health">Health</h3>
<p>That the service is well.</p>
<table><caption class="hidden">Fields of Health</caption><tbody><tr><th scope="row"><code>status</code></th>
<td><div>The tables are there and the database answers.</div><div class="type"><code>ok</code></div></td></tr></tbody></table></section>
</main>
</body>
</html>
`
