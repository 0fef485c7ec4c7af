/** As much of CommonMark as the document's descriptions use: paragraphs, lists, code. */
import { type Html, html } from './html.ts'

export function markdown(text: string): Html[] {
  return text.split(/\n{2,}/).map((block) => {
    if (!block.startsWith('- ')) return html`<p>${inline(block)}</p>`
    return html`<ul>${block
      .slice(2)
      .split('\n- ')
      .map((item) => html`<li>${inline(item)}</li>`)}</ul>`
  })
}

export function inline(text: string): (Html | string)[] {
  return text.split(/`([^`]+)`/).map((piece, i) => (i % 2 === 1 ? html`<code>${piece}</code>` : piece))
}
