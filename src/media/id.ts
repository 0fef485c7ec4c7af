/** An id that is no UUID is an id of nothing: 404, and no store is asked. */
import { validate } from 'uuid'
import { ApiError } from '../errors.ts'

export function mediaId(parameter: string): string {
  if (!validate(parameter)) throw new ApiError('mediaNotFound')
  return parameter.toLowerCase()
}
