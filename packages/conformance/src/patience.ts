import type { Backend, Feeds, Model } from "@pami/core"

/** Thrown when a call exceeds its time limit. */
export class Hang extends Error {}

/** Returns the {@link Hang} that caused an error, through any number of wrappers. */
export function hangIn(error: unknown): Hang | undefined {
  if (error instanceof Hang) return error
  return typeof error === "object" && error !== null && "cause" in error ? hangIn(error.cause) : undefined
}

/**
 * Time limit of a load or a run in milliseconds. The slowest backends need two seconds for a batch of the zoo's model.
 */
export const defaultTimeout = 30_000

/**
 * Returns the backend with a time limit on every load and run. A run that exceeds it rejects with a {@link Hang}; after
 * that, `dispose` is called but not awaited, because it may wait for the run.
 *
 * @param timeout milliseconds
 */
export function withPatience(backend: Backend, timeout: number): Backend {
  return delegate(backend, {
    load: async (source) => patientModel(await within(backend.load(source), timeout, "a load"), timeout),
  })
}

function patientModel(model: Model, timeout: number): Model {
  let hung = false
  return delegate(model, {
    async run(feeds) {
      try {
        return await within(model.run(feeds), timeout, `a run of ${describeItems(feeds)}`)
      } catch (error) {
        hung ||= error instanceof Hang
        throw error
      }
    },
    async dispose() {
      const disposed = model.dispose()
      if (!hung) return within(disposed, timeout, "dispose")
      disposed.catch(() => {})
    },
  })
}

async function within<Result>(answer: Promise<Result>, timeout: number, what: string): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    const error = new Hang(`${what} did not finish within ${timeout / 1000} s: it hangs`)
    timer = setTimeout(() => reject(error), timeout)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}

function describeItems(feeds: Feeds): string {
  const count = Object.values(feeds)[0]?.shape[0] ?? 0
  return count === 1 ? "1 item" : `${count} items`
}

/**
 * Returns `object` with some members replaced. The others keep their `this`, as `object` may be an instance of a class.
 */
export function delegate<Type extends object>(object: Type, members: Partial<Type>): Type {
  const holderOf = (key: PropertyKey): object => (Object.hasOwn(members, key) ? members : object)
  // The target is an empty object, because `object` may be frozen, and a proxy must not replace fixed members.
  return new Proxy({} as Type, {
    get(_, key) {
      const holder = holderOf(key)
      const value: unknown = Reflect.get(holder, key, holder)
      return typeof value === "function" && holder === object ? value.bind(object) : value
    },
    has: (_, key) => Reflect.has(holderOf(key), key),
    ownKeys: () => [...new Set([...Reflect.ownKeys(object), ...Reflect.ownKeys(members)])],
    getOwnPropertyDescriptor(_, key) {
      const descriptor = Reflect.getOwnPropertyDescriptor(holderOf(key), key)
      return descriptor && { ...descriptor, configurable: true }
    },
    getPrototypeOf: () => Reflect.getPrototypeOf(object),
  })
}
