/** Version of this package, as its package.json has it: manifests carry it. */
export const version = "0.0.0"
