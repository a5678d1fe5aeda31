/**
 * Returns the fields of an object that a validator does not read, by their paths. The schemas of Kubernetes allow fields that
 * they do not know, so that a misspelt one is valid; but a validator reads every field that its schema names.
 */
export function unknownFields(value: object, validate: (value: object) => void): string[] {
  const unread = new Set<string>()

  function watched(object: object, at: string): object {
    for (const key of Object.keys(object)) unread.add(`${at}/${key}`)
    const inner = new Map<string, object>()
    return new Proxy(object, {
      get(target, key) {
        const found: unknown = Reflect.get(target, key)
        if (typeof key !== "string") return found
        const path = `${at}/${key}`
        unread.delete(path)
        if (typeof found !== "object" || found === null) return found
        if (!inner.has(path)) inner.set(path, watched(found, path))
        return inner.get(path)
      },
    })
  }

  validate(watched(value, ""))
  return [...unread]
}
