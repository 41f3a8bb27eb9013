import { Result, Schema } from "effect"

/** What was pasted is not the address of a panel; `message` is for the owner. */
export class BaseUrlError extends Schema.TaggedError<BaseUrlError>()("BaseUrlError", {
  message: Schema.String
}) {}

/**
 * The panel's base of whatever an owner pastes: a bare host, an admin page, an API address. Without
 * API path, query and trailing slash; cleaning twice changes nothing.
 */
export const cleanBaseUrl = (pasted: string): Result.Result<string, BaseUrlError> => {
  const text = pasted.trim().replace(/^["'<]+|["'>]+$/g, "")
  const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text.replace(/^\/+/, "")}`
  const url = URL.parse(withScheme.replace(/^(https?):\/+/i, "$1://"))
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === "" || /\s/.test(text)) {
    return refuse("Enter the panel's address, such as https://example.com")
  }
  if (url.username !== "" || url.password !== "") {
    return refuse("Enter the panel's address without a user name and password")
  }
  const host = url.host.replace(/\.(?=:|$)/, "")
  return Result.succeed(`${url.protocol}//${host}${cleanPath(url.pathname)}`)
}

// Everything from the first part that belongs to the panel's own pages or APIs.
const ownPages = /\/(?:adminapi|admin|api)(?:\/.*)?$/i

const cleanPath = (path: string): string =>
  path
    .replace(/\/{2,}/g, "/")
    .replace(ownPages, "")
    .replace(/\/+$/, "")

const refuse = (message: string) => Result.fail(new BaseUrlError({ message }))
