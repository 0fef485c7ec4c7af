/** What of `node:async_hooks` the flag `nodejs_als` gives a Worker; Node's own types would bring all of Node. */
declare module 'node:async_hooks' {
  export class AsyncLocalStorage<T> {
    run<R, A extends unknown[]>(store: T, work: (...args: A) => R, ...args: A): R
    getStore(): T | undefined
  }
}
