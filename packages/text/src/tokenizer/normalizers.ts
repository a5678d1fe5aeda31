import { invalid, unsupported } from "./failure.ts"
import { describe, fieldsOf, listOf, textOf } from "./json.ts"
import type { Fields } from "./json.ts"
import { patternOf } from "./pattern.ts"
import { precompiled } from "./precompiled.ts"

/** Changes a text before it is cut: lower case, accents, white space. */
export type Normalizer = (text: string) => string

const deepest = 8
// Sixteen times the longest text: each of a hundred steps could double it.
const longest = 2 ** 24

/**
 * Returns the normalizer that `tokenizer.json` describes. The characters that the one of `@huggingface/tokenizers` treats
 * otherwise than the reference would change ids: Chinese beyond the first plane, the final sigma, white space.
 *
 * @throws PamiError `TOKENIZER_INVALID`, `TOKENIZER_UNSUPPORTED`
 */
export function normalizerOf(value: unknown, depth = 0): Normalizer {
  const config = fieldsOf(value, "normalizer")
  if (config === undefined) return (text) => text
  switch (config["type"]) {
    case "Sequence": {
      if (depth === deepest) throw unsupported(`normalizers are nested up to ${deepest} deep`)
      const steps = listOf(config["normalizers"], "normalizers", 100).map((step) =>
        normalizerOf(step, depth + 1),
      )
      return (text) => steps.reduce((changed, step) => expectShort(step(changed)), text)
    }
    case "BertNormalizer":
      return bert(config)
    case "Lowercase":
      return lowerCase
    case "StripAccents":
      return (text) => text.replace(/\p{M}/gu, "")
    case "NFC":
    case "NFD":
    case "NFKC":
    case "NFKD": {
      const form = config["type"]
      return (text) => text.normalize(form)
    }
    case "Nmt":
      return (text) =>
        text
          .replace(control, "")
          .replace(/[\t\n\f\r\u1680\u200B-\u200F\u2028\u2029\u2581\uFEFF\uFFFD]/gu, " ")
    case "Strip": {
      const { strip_left: left = true, strip_right: right = true } = config
      return (text) => {
        const start = left ? text.replace(/^\p{White_Space}+/u, "") : text
        return right ? start.replace(/\p{White_Space}+$/u, "") : start
      }
    }
    case "Prepend": {
      const before = textOf(config["prepend"], "prepend")
      return (text) => (text === "" ? text : before + text)
    }
    case "Replace": {
      const pattern = patternOf(config["pattern"], "the pattern of a normalizer")
      const content = textOf(config["content"], "the content of a normalizer")
      return (text) => {
        let length = text.length
        return text.replace(pattern, () => {
          length += content.length
          if (length > longest) throw tooLong()
          return content
        })
      }
    }
    case "Precompiled":
      return precompiled(config["precompiled_charsmap"])
    default:
      throw unsupported(
        `the normalizer ${describe(config["type"])} is not known: save the tokenizer without it`,
      )
  }
}

function expectShort(text: string): string {
  if (text.length > longest) throw tooLong()
  return text
}

function tooLong() {
  return invalid(`the normalizers make more than ${longest} characters of a text`)
}

const control = new RegExp(String.raw`[\x01-\x08\x0B\x0E-\x1F\x7F\x8F\x9F]`, "gu")

// Lower case does not look at neighbours, as that of JavaScript does for a sigma.
const lowerCase: Normalizer = (text) => text.replaceAll("Σ", "σ").toLowerCase()

const chinese =
  /[\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\u{20000}-\u{2A6DF}\u{2A700}-\u{2B73F}\u{2B740}-\u{2B81F}\u{2B920}-\u{2CEAF}\u{2F800}-\u{2FA1F}]/gu

function bert(config: Fields): Normalizer {
  const { clean_text: clean = true, handle_chinese_chars: apart = true, lowercase = true } = config
  const strip = config["strip_accents"] ?? lowercase
  return (text) => {
    let changed = text
    if (clean)
      changed = changed
        .replace(/(?![\t\n\r])[\uFFFD\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, "")
        .replace(/\p{White_Space}/gu, " ")
    if (apart) changed = changed.replace(chinese, " $& ")
    if (strip) changed = changed.normalize("NFD").replace(/\p{Mn}/gu, "")
    return lowercase ? lowerCase(changed) : changed
  }
}
