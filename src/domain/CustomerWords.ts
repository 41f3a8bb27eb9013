/** A control character, or one that turns the writing direction: nobody sees it, and it makes two names look alike. */
const hidden = /[\p{Cc}\p{Cs}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u

const isBetween = (text: string, least: number, most: number): boolean =>
  text.length >= least && text.length <= most

/** What is wrong with a panel username and what to do; null = nothing. Panels differ in what they allow, so this is lenient. */
export const usernameProblem = (text: string): string | null => {
  if (text.trim() === "") return "write the panel username; every customer has one."
  return isBetween(text, 1, 100) && !hidden.test(text) && !/\s/.test(text)
    ? null
    : "write the panel username without spaces, at most 100 characters."
}

/** The same for a panel's user id. */
export const userIdProblem = (text: string): string | null =>
  isBetween(text, 1, 60) && !hidden.test(text) && !/\s/.test(text)
    ? null
    : "write the panel's user id without spaces, at most 60 characters."

/** The same for an e-mail address. */
export const emailProblem = (text: string): string | null =>
  /^[^\s@<>()",;:]{1,64}@[^\s@<>()",;:]{1,190}\.[^\s@<>()",;:.]{2,24}$/u.test(text)
    ? null
    : "write an address such as name@example.com."

/** The same for a language tag. */
export const languageProblem = (text: string): string | null =>
  /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/.test(text) ? null : "write a code such as en, bn or pt-BR."

/** What no text of several lines holds, and no database keeps. */
const isPrintable = (text: string): boolean => !/[\p{Cc}\p{Cs}]/u.test(text.replaceAll(/[\t\r\n]/g, ""))

/** The same for a memo. */
export const memoProblem = (text: string): string | null =>
  text.length <= 2_000 && isPrintable(text) ? null : "write at most 2,000 characters, and plain text."

/** The same for what an identity is called in a list. */
export const labelProblem = (text: string): string | null =>
  text.trim() !== "" && text.length <= 60 && !hidden.test(text)
    ? null
    : "write a name of at most 60 characters."
