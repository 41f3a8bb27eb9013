/** Names that would pass for the platform's own. */
const reserved = new Set(
  `abuse account accounts admin administrator admins all api billing bot desk everyone guest help helpdesk here info login
  logout mail master me moderator noreply nobody null official owner password platform postmaster register relaydesk root
  sales security setup staff status superuser support sysadmin system team test undefined webmaster workspace www you`
    .split(/\s+/)
    .map((name) => lookOf(name))
)

/** A name as people type it: other widths of letters are the plain ones. */
export const cleanUsername = (text: string): string => text.normalize("NFKC").trim()

/**
 * What a name looks like: two names with the same look would be taken for one another (`rahim-01`, `rahimO1`). No two
 * owners get the same.
 */
export function lookOf(username: string): string {
  return username
    .toLowerCase()
    .replaceAll(/[._-]/g, "")
    .replaceAll("rn", "m")
    .replaceAll("vv", "w")
    .replaceAll("0", "o")
    .replaceAll(/[1i]/g, "l")
    .replaceAll("5", "s")
}

/** Why somebody cannot call himself this, in a sentence; null when he can. `username` has passed `cleanUsername`. */
export const usernameProblem = (username: string): string | null => {
  if (/[^\p{ASCII}]/u.test(username)) {
    return "Write the username with the letters a to z: letters of other alphabets can look the same as these."
  }
  if (!/^[a-z0-9._-]{3,32}$/i.test(username)) {
    return "A username has 3 to 32 letters, digits or . _ -"
  }
  if (!/^[a-z]/i.test(username) || !/[a-z0-9]$/i.test(username) || /[._-]{2}/.test(username)) {
    return "A username begins with a letter, ends with a letter or digit, and has no two signs side by side."
  }
  return reserved.has(lookOf(username)) ? "This username is kept for the platform. Choose another." : null
}
