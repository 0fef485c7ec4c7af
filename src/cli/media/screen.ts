/** Where words go: results to standard output, all else to standard error; above the progress bars where there are some. */

export interface Screen {
  /** A result. */
  print(line: string): void
  /** For the person who watches. */
  note(line: string): void
}

export const plainScreen: Screen = {
  print: (line) => console.log(line),
  note: (line) => console.error(line),
}
