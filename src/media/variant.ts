/** Variants of a picture: the grammar of the query that asks for one, and the keys that they have in R2. Pure. */
import { ApiError } from '../errors.ts'
import { extensionFormat, FORMATS } from '../formats/table.ts'
import { FITS, type Fit, ORIGINALS, VARIANT_FORMATS, type Variant, type VariantFormat, WIDTHS } from '../formats/variants.ts'

/** In the order in which they must stand: of each variant there is one spelling alone, as caches key by it. */
const PARAMETERS = ['width', 'fit', 'format'] as const

const ALLOWED: Record<(typeof PARAMETERS)[number], readonly string[]> = {
  width: WIDTHS.map(String),
  fit: FITS,
  format: ['auto', ...Object.keys(VARIANT_FORMATS)],
}

/**
 * @param search of the URL, with its `?`
 * @param accept the header of that name
 * @returns null where none of the three parameters is there: the original is asked for; `negotiated`: by `accept`
 * @throws ApiError for what is not in the table
 */
export function parseVariant(search: string, name: string, accept: string | null): { variant: Variant; negotiated: boolean } | null {
  const given = [...new URLSearchParams(search)]
  if (!given.some(([parameter]) => isParameter(parameter))) return null
  const original = ORIGINALS[extensionFormat(name)?.name ?? '']
  if (!original) throw refused('', 'Only JPEG, PNG and GIF have variants')
  for (const [parameter, value] of given) {
    if (!isParameter(parameter)) throw refused(parameter, `Expected none beside ${PARAMETERS.join(', ')}`)
    if (!ALLOWED[parameter].includes(value)) throw refused(parameter, `Expected one of ${ALLOWED[parameter].join(', ')}`)
  }
  const values = Object.fromEntries(given)
  const inOrder = PARAMETERS.filter((parameter) => parameter in values).map((parameter) => `${parameter}=${values[parameter]}`)
  if (search !== `?${inOrder.join('&')}`) throw refused('', `Expected each at most once, in this order: ${PARAMETERS.join(', ')}`)
  const { width, fit = 'scale-down', format = 'auto' } = values
  if (fit === 'cover' && width === undefined) throw refused('fit', 'cover needs a width')
  const variant = {
    width: width === undefined ? null : Number(width),
    fit: fit as Fit,
    format: format === 'auto' ? (accepted(accept, typeOf(original)) ?? original) : (format as VariantFormat),
  }
  return { variant, negotiated: format === 'auto' }
}

/**
 * `variants/<id>/<width or full>-<fit>.<format>/<stored name>`. The name is part of it, so that a URL with another name
 * finds nothing here.
 */
export function variantKey(id: string, storedName: string, { width, fit, format }: Variant): string {
  return `variants/${id}/${width ?? 'full'}-${fit}.${format}/${storedName}`
}

/** All that there can be of a picture: removing what is not there costs nothing, listing would. */
export function variantKeys(id: string, storedName: string): string[] {
  const formats = Object.keys(VARIANT_FORMATS) as VariantFormat[]
  const sizes = WIDTHS.flatMap((width) => FITS.map((fit) => ({ width, fit })))
  return [{ width: null, fit: FITS[0] }, ...sizes].flatMap((size) =>
    formats.map((format) => variantKey(id, storedName, { ...size, format })),
  )
}

/** The name of a download: the stored name with the extension of what the variant is. */
export function variantName(storedName: string, mimeType: string): string {
  const made = Object.values(VARIANT_FORMATS).find((format) => format.mimeType === mimeType)
  return made ? storedName.slice(0, storedName.lastIndexOf('.')) + made.extension : storedName
}

/** Whether a name is that of a picture that has variants. */
export function hasVariants(mimeType: string): boolean {
  return FORMATS.some((format) => format.mimeType === mimeType && format.name in ORIGINALS)
}

/**
 * What `Accept` names with the greatest weight (RFC 9110 §12.5.1), of equals the smaller; null: neither AVIF nor WebP, or the
 * original's own format more than either. Ranges (`image/*`) name nothing: browsers send them that know neither.
 */
function accepted(accept: string | null, original: string): VariantFormat | null {
  const weights = new Map<string, number>()
  // What stands in quotes names no type.
  for (const range of (accept ?? '').replace(/"(?:[^"\\]|\\.)*"/g, '').split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
    const q = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1'
    if (/^(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)$/.test(q)) weights.set(type, Number(q))
  }
  const weight = (mimeType: string) => weights.get(mimeType) ?? 0
  const best = (['avif', 'webp'] as const).reduce((a, b) => (weight(typeOf(b)) > weight(typeOf(a)) ? b : a))
  const enough = weight(typeOf(best))
  return enough > 0 && enough >= weight(original) ? best : null
}

function typeOf(format: VariantFormat): string {
  return VARIANT_FORMATS[format].mimeType
}

function isParameter(name: string): name is (typeof PARAMETERS)[number] {
  return (PARAMETERS as readonly string[]).includes(name)
}

function refused(path: string, message: string): ApiError {
  return new ApiError('invalidQuery', { details: [{ path, message }] })
}
