/** Stands for the folder of a host that the site is put in, until `finish` makes its addresses relative. */
export const placeholder = "/__site__/"
