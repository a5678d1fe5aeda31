import type { Method } from "@pami/core"
import { onlyGrid } from "./only-grid.ts"
import { togetherPartitions, type TogetherPartitionsOptions } from "./together-partitions.ts"

/**
 * Returns a method for an input of several grids: each grid is cut and read out by its own method, and all in one sweep. `read`
 * gives the map of a grid by its name; by default, that of the first one that is named here.
 *
 * @param methods by the name of the grid; a grid without a method is never cut
 * @throws RangeError for no method
 *
 * @example
 * import { explain } from "@pami/core"
 *
 * const method = togetherMethod({ image: byPixel, question: byWord })
 * const { partitioner } = method
 * const explanation = await explain({ model: answering, input: together(photo, question), partitioner })
 * const maps = ["image", "question"].map((grid) => method.read(explanation, undefined, grid))
 * console.log(maps.map(({ length }) => length).join()) // 4,2
 */
export function togetherMethod(
  methods: Readonly<Record<string, Method>>,
  options: TogetherPartitionsOptions = {},
): Method {
  const named = Object.entries(methods)
  const partitioner = togetherPartitions(
    Object.fromEntries(named.map(([grid, method]) => [grid, method.partitioner])),
    options,
  )
  return {
    name: "together",
    settings: {
      others: options.others ?? "kept",
      methods: Object.fromEntries(named.map(([grid, { name, settings }]) => [grid, { name, settings }])),
    },
    partitioner,
    read(explanation, target, grid = named[0][0]) {
      if (!Object.hasOwn(methods, grid))
        throw new RangeError(
          `grid "${grid}" was not cut: maps exist of ${named.map(([name]) => `"${name}"`).join(", ")}`,
        )
      return methods[grid].read(onlyGrid(explanation, grid), target)
    },
  }
}
