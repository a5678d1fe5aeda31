/** Returns the fields that are not undefined: spread over others, the undefined ones leave those in force. */
export function definedFields<Fields extends object>(
  fields: Fields,
): { [Field in keyof Fields]?: Exclude<Fields[Field], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never
}
