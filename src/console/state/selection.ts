/** The records that are chosen. They stay so while the list is the same, also when they are scrolled out of sight. */
import { computed, effect, signal } from '@preact/signals'
import type { Media } from '../../client/index.ts'
import { indexOf, records } from './library.ts'
import { route } from './route.ts'

const ids = signal<ReadonlySet<string>>(new Set())
/** Where a range begins. */
let anchor: string | null = null

export const selected = computed<ReadonlySet<string>>(() => ids.value)
export const selectedRecords = computed<readonly Media[]>(() => records.value.filter(({ id }) => ids.value.has(id)))

const listOf = computed(() => {
  const { page, type, search } = route.value
  return JSON.stringify([page, type, search])
})
effect(() => {
  listOf.value
  clear()
})
// What is gone can't be chosen.
effect(() => {
  const there = records.value
  const left = [...ids.peek()].filter((id) => indexOf(id) >= 0)
  if (there && left.length < ids.peek().size) ids.value = new Set(left)
})

export function clear(): void {
  anchor = null
  if (ids.peek().size > 0) ids.value = new Set()
}

/** @param range all between this one and the last */
export function toggle(id: string, range = false): void {
  const next = new Set(ids.peek())
  const isChosen = !next.has(id)
  const [from, to] = [anchor === null ? -1 : indexOf(anchor), indexOf(id)]
  const reached = range && from >= 0 ? records.peek().slice(Math.min(from, to), Math.max(from, to) + 1) : [{ id }]
  for (const { id } of reached) {
    if (isChosen) next.add(id)
    else next.delete(id)
  }
  anchor = id
  ids.value = next
}

export function selectAll(): void {
  ids.value = new Set(records.peek().map(({ id }) => id))
}
