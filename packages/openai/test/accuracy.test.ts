import { expect, test } from "vitest"
import { countFirst } from "./accuracy.ts"
import { storyKinds } from "./world.ts"

test.each([
  [20, 12],
  [100, 4],
] as const)(
  "of stories of %i sentences, the source is first in at least 90 %%",
  async (sentences, stories) => {
    let [first, all] = [0, 0]
    for (const kind of storyKinds) {
      first += await countFirst(kind, { sentences, stories })
      all += stories
    }
    console.log(`${sentences} sentences: the source is first in ${first} of ${all} stories`)
    expect(first / all).toBeGreaterThanOrEqual(0.9)
  },
)
