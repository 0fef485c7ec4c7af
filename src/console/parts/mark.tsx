/** The product's mark, as in `public/icon.svg`. */
export function Mark({ size = 32 }: { size?: number }) {
  return <img class="mark" src="/icon.svg" alt="" width={size} height={size} />
}
