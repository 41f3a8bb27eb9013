const endings: Readonly<Record<string, string>> = {
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/gif": "gif",
  "image/webp": "webp",
  "audio/ogg": "ogg",
  "audio/mpeg": "mp3",
  "audio/mp4": "m4a",
  "video/mp4": "mp4",
  "application/pdf": "pdf"
}

const longestName = 120

/** A file's name without anything that is no part of one: folders, control signs, signs that turn the writing around. */
export const cleanName = (name: string | null | undefined): string | null => {
  const clean = (name ?? "")
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "")
    .split(/[/\\]/)
    .at(-1)!
    .replace(/[<>:"|?*]/g, "_")
    .trim()
    .replace(/^\.+/, "")
  if (clean === "") return null
  if (clean.length <= longestName) return clean
  const ending = /\.\w{1,8}$/.exec(clean)?.[0] ?? ""
  return `${clean.slice(0, longestName - ending.length).toWellFormed()}${ending}`
}

/** What a file without a name is called. */
export const nameOr = (name: string | null, kind: string, type: string): string =>
  cleanName(name) ?? `${kind}.${endings[type] ?? "bin"}`

/** The header by which a file is shown or saved under its name. */
export const disposition = (isShown: boolean, name: string): string => {
  const plain = name.replace(/[^\x20-\x7e]|["\\%;]/g, "_")
  const full = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
  return `${isShown ? "inline" : "attachment"}; filename="${plain}"; filename*=UTF-8''${full}`
}
