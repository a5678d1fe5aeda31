import { isTokenizer } from "../../logic/classify-files.ts"

// The names that are looked for near a model.
const usual = /(^|\/)(tokenizer\.json|vocab\.txt)$/

/**
 * Returns the tokenizer among the files of a model if only its name keeps the engine from finding it: `text_vocab.txt`;
 * otherwise `undefined`.
 */
export function namedTokenizer<File extends { readonly name: string }>(
  files: readonly File[],
): File | undefined {
  if (files.some(({ name }) => usual.test(name))) return undefined
  return files.find((file) => isTokenizer(file) && !/config\.json$/i.test(file.name))
}
