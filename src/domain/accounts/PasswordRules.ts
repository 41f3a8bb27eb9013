import { isCommonPassword } from "./CommonPasswords.ts"

/** Characters of the shortest password; a second factor and slow tries do the rest. */
export const shortestPassword = 10

/** Characters of the longest password: a pass phrase of thirty words. */
const longestPassword = 200

/** The form in which a password is hashed and compared: two keyboards write "é" and "ﬁ" in two ways. */
export const normalPassword = (password: string): string => password.normalize("NFKC")

/** Why a password cannot be chosen, in a sentence for its owner; null when it can. Never repeats the password. */
export const passwordProblem = (password: string, username: string): string | null => {
  const normal = normalPassword(password)
  const { length } = [...normal]
  if (length < shortestPassword) {
    return `The password has ${length} characters; it needs at least ${shortestPassword}. Several words are easy to remember.`
  }
  if (length > longestPassword) return `The password may have at most ${longestPassword} characters.`
  if (isBuiltFrom(normal, username)) return "The password must not be made of the username."
  if (isCommonPassword(normal)) {
    return "This password is one of those that are guessed first. Choose another, for example four words that do not belong together."
  }
  return null
}

/** The name itself, with digits and signs around it, or repeated. */
const isBuiltFrom = (password: string, username: string): boolean => {
  const bare = (text: string) => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "")
  const name = bare(username)
  if (name.length < 3) return false
  return bare(password).replaceAll(name, "").replaceAll(/\d/g, "") === ""
}
