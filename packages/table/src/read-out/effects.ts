import { average, coverage, scoresOf } from "@pami/core"
import type { Explanation, Selection } from "@pami/core"

/**
 * Returns the effect of each column: the mean score of the parts that preserve it minus that of the parts that mask it, in the
 * unit of the score; above 0 for a column that raises it. Over the parts of `tablePartitions` this ranks columns as `average`
 * does, and estimates their Banzhaf values (Dubey and Shapley, *Mathematical properties of the Banzhaf power index*, 1979): 0
 * for a column that the model ignores.
 *
 * @returns a value for each unit; `NaN` where no part preserves or no part masks it
 * @throws RangeError if the target was not swept
 *
 * @example
 * import { explain } from "@pami/core"
 *
 * const table = tableOfRows([[50, 7, 1], [10, 7, 2]], ["income", "debt", "age"])
 * const tensors = model.inputs
 * const { input } = tableInput({ table: fitTable(table, { tensors }), background: { row: 1 } })
 * const explanation = await explain({ model, input, partitioner: tablePartitions() })
 * const [income, debt, age] = effects(explanation, 1)
 * console.log(income > 0.3, debt.toFixed(3), age.toFixed(3)) // true 0.000 0.000
 */
export function effects(explanation: Explanation, selection?: Selection): Float32Array {
  const scores = scoresOf(explanation, selection)
  const total = scores.reduce((sum, score) => sum + score, 0)
  const mean = average(explanation, selection)
  const counts = coverage(explanation)
  return mean.map((value, unit) => {
    const masked = scores.length - counts[unit]
    return masked > 0 ? value - (total - value * counts[unit]) / masked : NaN
  })
}
