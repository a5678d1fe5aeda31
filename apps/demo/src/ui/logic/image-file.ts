/** Returns the name of an image's file: of a sample, that under which the page saves it. */
export function imageFile({ name, file }: { readonly name: string; readonly file: File | null }): string {
  return file === null ? `${name.replaceAll(/[^\p{Letter}\p{Number}.]+/gu, "-")}.png` : name
}
