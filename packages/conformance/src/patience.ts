import type { Backend, Feeds, Model } from "@pami/core"

/** Thrown in place of an answer that does not come. */
export class Hang extends Error {}

/** Milliseconds that a load or a run may take. The slowest backends need two seconds for a batch of the zoo's model. */
export const defaultTimeout = 30_000

/**
 * Returns the backend with a limit on the time of every load and run. A run that does not answer in time rejects with a
 * {@link Hang}; after that, `dispose` is asked for but not waited for, since it may wait for the run.
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
    const error = new Hang(`${what} did not answer within ${timeout / 1000} s: it hangs`)
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

/** Returns `object` with some members replaced. The others keep their own `this`: it may be an instance of a class. */
export function delegate<Type extends object>(object: Type, members: Partial<Type>): Type {
  return new Proxy(object, {
    get(target, key) {
      if (Object.hasOwn(members, key)) return members[key as keyof Type]
      const value: unknown = Reflect.get(target, key, target)
      return typeof value === "function" ? value.bind(target) : value
    },
  })
}
