/** What is shown until the first answer: the shape of what will come. */
const [TILES, ROWS] = [12, 10]

export function GridSkeleton() {
  return (
    <div class="skeleton-grid" aria-hidden="true">
      {Array.from({ length: TILES }, (_, index) => (
        <div key={index} class="skeleton-tile" />
      ))}
    </div>
  )
}

export function ListSkeleton() {
  return (
    <div class="skeleton-list" aria-hidden="true">
      {Array.from({ length: ROWS }, (_, index) => (
        <div key={index} class="skeleton-row" />
      ))}
    </div>
  )
}
