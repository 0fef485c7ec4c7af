/** Word and Excel documents, in either container: a compound file (97–2003) or an Office Open XML package. */
import type { ByteReader } from './byte-reader.ts'
import { compoundKind, sniffCfb } from './cfb.ts'
import { CONTAINER_BYTES, type Facts, NO_FACTS } from './format.ts'
import { packageKind, sniffZip } from './ooxml.ts'

export function sniffOffice(head: Uint8Array): boolean {
  return sniffCfb(head) || sniffZip(head)
}

export function inspectWord(reader: ByteReader): Promise<Facts | null> {
  return inspectOffice(reader, 'word', { compound: '.doc', package: '.docx' })
}

export function inspectExcel(reader: ByteReader): Promise<Facts | null> {
  return inspectOffice(reader, 'excel', { compound: '.xls', package: '.xlsx' })
}

/** Of a document that was inspected. */
export function wordContainer(head: Uint8Array): string {
  return sniffZip(head) ? '.docx' : '.doc'
}

export function excelContainer(head: Uint8Array): string {
  return sniffZip(head) ? '.xlsx' : '.xls'
}

async function inspectOffice(
  reader: ByteReader,
  kind: 'word' | 'excel',
  extensions: { compound: string; package: string },
): Promise<Facts | null> {
  if (sniffZip(await reader.read(0, CONTAINER_BYTES)))
    return (await packageKind(reader)) === kind ? { ...NO_FACTS, extension: extensions.package } : null
  return (await compoundKind(reader)) === kind ? { ...NO_FACTS, extension: extensions.compound } : null
}
