/** For `ilike`: anywhere in a text, and a person's `%` and `_` are letters. */
export const anywhere = (search: string): string => `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
