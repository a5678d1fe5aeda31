import type { Feeds, Model } from "@pami/core"

/**
 * The model, with something done before every run, such as letting others have their turn: some runtimes never pause.
 *
 * @param before gets the number of items of the run, which waits for it
 */
export function beforeRuns(model: Model, before: (items: number) => unknown): Model {
  // Not spread: a model may be an instance of a class.
  return Object.create(model, {
    run: {
      value: async (feeds: Feeds) => {
        await before(itemsOf(feeds))
        return model.run(feeds)
      },
    },
    dispose: { value: () => model.dispose() },
  }) as Model
}

function itemsOf(feeds: Feeds): number {
  const [first] = Object.values(feeds)
  return first?.shape[0] ?? 0
}
