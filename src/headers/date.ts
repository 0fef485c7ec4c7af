/** HTTP-date (RFC 9110 §5.6.7): all three forms that a recipient must take. Pure. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const TIME = String.raw`(?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)`
const MONTH = `(?<month>${MONTHS.join('|')})`
const FORMS = [
  new RegExp(String.raw`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), (?<day>\d\d) ${MONTH} (?<year>\d{4}) ${TIME} GMT$`),
  new RegExp(String.raw`^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?<day>\d\d)-${MONTH}-(?<year>\d\d) ${TIME} GMT$`),
  new RegExp(String.raw`^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ${MONTH} (?<day>\d\d| \d) ${TIME} (?<year>\d{4})$`),
]

/** @returns seconds since 1970, or null where it is no HTTP-date. The day's name is not held against the date. */
export function parseHttpDate(text: string, now = Date.now()): number | null {
  for (const form of FORMS) {
    const { year, month, day, hour, minute, second } = form.exec(text)?.groups ?? {}
    if (!(year && month && day && hour && minute && second)) continue
    if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return null
    const fullYear = year.length === 2 ? centuryOf(Number(year), new Date(now).getUTCFullYear()) : Number(year)
    const date = new Date(0)
    date.setUTCFullYear(fullYear, MONTHS.indexOf(month), Number(day))
    if (date.getUTCDate() !== Number(day)) return null
    return date.setUTCHours(Number(hour), Number(minute), Number(second)) / 1000
  }
  return null
}

/** A year of two digits that seems more than 50 years ahead is the latest past one that ends so. */
function centuryOf(digits: number, thisYear: number): number {
  const year = thisYear - (thisYear % 100) + digits
  return year > thisYear + 50 ? year - 100 : year
}
