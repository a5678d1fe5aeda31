// The model of the examples.
import { functionBackend } from "@pami/backend-kit/function-backend"

const columns = 3

/** Approves incomes above 20. */
export const model = await functionBackend(
  ({ x: { data, shape } }) =>
    Array.from({ length: shape[0] }, (_, item) => {
      const approval = data[item * columns] > 20 ? 0.9 : 0.1
      return [1 - approval, approval]
    }),
  { inputs: [{ name: "x", dtype: "float32", shape: [null, columns] }] },
).load("loans")
