/** A row a format. Limits, MIME types and extensions stand here and nowhere else. */
import type { Format } from './format.ts'
import { inspectGif, sniffGif } from './gif.ts'
import { inspectJpeg, sniffJpeg } from './jpeg.ts'
import { inspectMp3, sniffMp3 } from './mp3.ts'
import { inspectMp4, sniffMp4 } from './mp4.ts'
import { excelContainer, inspectExcel, inspectWord, sniffOffice, wordContainer } from './office.ts'
import { inspectPdf, sniffPdf } from './pdf.ts'
import { inspectPng, sniffPng } from './png.ts'

const MB = 1024 * 1024

/** In this order: formats that begin with their signature go before those that may hide behind other bytes. */
export const FORMATS: readonly Format[] = [
  {
    name: 'jpeg',
    type: 'image',
    mimeType: 'image/jpeg',
    extensions: ['.jpg', '.jpeg'],
    limit: 10 * MB,
    sniff: sniffJpeg,
    inspect: inspectJpeg,
  },
  { name: 'png', type: 'image', mimeType: 'image/png', extensions: ['.png'], limit: 10 * MB, sniff: sniffPng, inspect: inspectPng },
  { name: 'gif', type: 'image', mimeType: 'image/gif', extensions: ['.gif'], limit: 10 * MB, sniff: sniffGif, inspect: inspectGif },
  {
    name: 'word',
    type: 'file',
    mimeType: 'application/msword',
    extensions: ['.doc', '.docx'],
    limit: 20 * MB,
    sniff: sniffOffice,
    inspect: inspectWord,
    containerOf: wordContainer,
  },
  {
    name: 'excel',
    type: 'file',
    mimeType: 'application/vnd.ms-excel',
    extensions: ['.xls', '.xlsx'],
    limit: 20 * MB,
    sniff: sniffOffice,
    inspect: inspectExcel,
    containerOf: excelContainer,
  },
  { name: 'mp4', type: 'video', mimeType: 'video/mp4', extensions: ['.mp4'], limit: 100 * MB, sniff: sniffMp4, inspect: inspectMp4 },
  { name: 'mp3', type: 'audio', mimeType: 'audio/mpeg', extensions: ['.mp3'], limit: 50 * MB, sniff: sniffMp3, inspect: inspectMp3 },
  { name: 'pdf', type: 'file', mimeType: 'application/pdf', extensions: ['.pdf'], limit: 20 * MB, sniff: sniffPdf, inspect: inspectPdf },
]

/** The formats that a file beginning so may be of. */
export function candidates(head: Uint8Array): Format[] {
  return FORMATS.filter((format) => format.sniff(head))
}

/** The format that a name's extension stands for. */
export function extensionFormat(name: string): Format | null {
  const extension = name.slice(name.lastIndexOf('.')).toLowerCase()
  return FORMATS.find((format) => format.extensions.includes(extension)) ?? null
}

/** The format of a record, by its MIME type. */
export function formatOfType(mimeType: string): Format | null {
  return FORMATS.find((format) => format.mimeType === mimeType) ?? null
}
