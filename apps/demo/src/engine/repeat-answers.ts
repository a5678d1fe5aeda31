import type { Feeds, Model, Tensors } from "@pami/core"

// The input itself and its baseline, which every check asks for again.
const most = 2

/**
 * Returns a model that repeats its latest answers for the same feeds, without a pass: for a model that is known to give
 * the same bits every time.
 */
export function repeatAnswers(model: Model): Model {
  const answers: { readonly feeds: Feeds; readonly outputs: Tensors }[] = []
  // Not spread: a model may be an instance of a class.
  return Object.create(model, {
    run: {
      value: async (feeds: Feeds) => {
        const known = answers.find((answer) => isSame(answer.feeds, feeds))
        if (known !== undefined) return known.outputs
        // The next part is written into the same memory.
        const copy = copyOf(feeds)
        const outputs = await model.run(feeds)
        answers.unshift({ feeds: copy, outputs })
        answers.length = Math.min(answers.length, most)
        return outputs
      },
    },
    dispose: { value: () => model.dispose() },
  }) as Model
}

function copyOf(feeds: Feeds): Feeds {
  const copied = Object.entries(feeds).map(([name, feed]) => [name, { ...feed, data: feed.data.slice() }])
  return Object.fromEntries(copied) as Feeds
}

function isSame(before: Feeds, feeds: Feeds): boolean {
  return Object.entries(feeds).every(([name, { shape, data }]) => {
    const other = before[name]
    return other.shape.join() === shape.join() && hasSame(other.data, data)
  })
}

function hasSame(a: ArrayLike<unknown>, b: ArrayLike<unknown>): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
