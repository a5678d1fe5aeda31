import type { Feeds, Model } from "@pami/core"

/** The model, with something done before every run. */
export function watched(model: Model, before: (items: number) => unknown): Model {
  return {
    ...model,
    async run(feeds) {
      await before(itemsOf(feeds))
      return model.run(feeds)
    },
    dispose: () => model.dispose(),
  }
}

function itemsOf(feeds: Feeds): number {
  const [first] = Object.values(feeds)
  return first?.shape[0] ?? 0
}
