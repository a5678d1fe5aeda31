/** The version in the package.json of this package. Manifests record it. */
export const version = "0.0.0"
