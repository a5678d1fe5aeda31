import { loan, loanAnswers, loanColumns, models, reasonsOf } from "@pami/zoo"
import { accuracy, answers, withModel } from "../answers.ts"
import { type Course, percent, pretty } from "../course.ts"
import { classification } from "../files.ts"

const width = loanColumns.length
const averages = [67, 200, 50, 10, 0.7, 44, 0.33, 0.33, 0.33]
const deviations = [30, 110, 29, 6, 0.8, 15, 0.47, 0.47, 0.47]
const medians = [67, 200, 50, 10, 0, 44, 0, 1, 0]

// Training seeds are above those that users choose; the report's are others.
const seeds = { training: 2 ** 30, report: 910_000_000 }

/** Approves or refuses applications for loans, by a rule. */
export const loans: Course = {
  name: "loans",
  steps: 4000,
  batch: 256,
  rate: 0.005,
  input: [width],
  target: [loanAnswers.length],

  networks(tf, seed) {
    const row = tf.input({ shape: [width], name: "row" })
    const scaling = tf.layers.batchNormalization({ name: "scaling", trainable: false })
    let previous = scaling.apply(row)
    scaling.setWeights([
      tf.ones([width]),
      tf.zeros([width]),
      tf.tensor1d(averages),
      tf.tensor1d(deviations.map((deviation) => deviation * deviation)),
    ])
    ;[48, 32].forEach((units, index) => {
      const kernelInitializer = tf.initializers.heNormal({ seed: seed + index })
      previous = tf.layers
        .dense({ name: `dense_${index}`, units, activation: "relu", kernelInitializer })
        .apply(previous)
    })
    const kernelInitializer = tf.initializers.glorotNormal({ seed: seed + 2 })
    const logits = tf.layers
      .dense({ name: "logits", units: loanAnswers.length, kernelInitializer })
      .apply(previous)
    return { "": tf.model({ name: "loans", inputs: row, outputs: logits as typeof row }) }
  },

  examples() {
    const rows = Array.from({ length: 20_000 }, (_, index) => loan(seeds.training + index).row)
    return (next, input, target) => {
      const any = () => rows[Math.floor(next() * rows.length)]
      input.set(any())
      // Masked columns come from another applicant, or are medians or zeros: the rule holds for these rows, too.
      const draw = next()
      if (draw > 0.4) {
        const other = draw < 0.75 ? any() : draw < 0.9 ? medians : new Float32Array(width)
        const share = next()
        for (let column = 0; column < width; column++) if (next() < share) input[column] = other[column]
      }
      target.fill(0)
      target[reasonsOf(input).length > 0 ? 1 : 0] = 1
    }
  },

  loss: (tf, networks, input, target) =>
    tf.losses.softmaxCrossEntropy(target, networks[""].apply(input) as typeof input),

  files: {
    ...classification("LoansForTabularClassification", loanAnswers),
    "columns.json": pretty(loanColumns),
  },

  async report(say) {
    const items = Array.from({ length: 5000 }, (_, index) => loan(seeds.report + index))
    await withModel(models.loans.onnx, async (model) => {
      const rows = await answers(model, items.length, (index) => items[index].row)
      say(
        `loans: top-1 accuracy ${percent(accuracy(rows, (index) => [items[index].answer]))} on 5000 unseen rows`,
      )
    })
  },
}
