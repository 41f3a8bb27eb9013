import { Option } from "effect"
import type { HttpServerRequest } from "effect/http"
import { sizeWords } from "../domain/Media.ts"
import type { SettingsShape } from "../Settings.ts"

/** Bytes of a request's body (a bulk of orders, a long text). */
const maxBodyBytes = 256 * 1024

/** Bytes of a body that holds a list of customers: 5 MB, and as much again as JSON's escapes can make of it. */
const maxListBytes = 10 * 1024 * 1024

/** Bytes of a webhook: Meta sends up to 3 MB. */
const maxHookBytes = 3 * 1024 * 1024

/** Where networks bring their webhooks; each is signed in its network's own way. */
const isHook = (url: string): boolean => url.startsWith("/hooks/")

/** Where staff bring files: their bytes, and no JSON. */
export const isUpload = (url: string): boolean => /^\/api\/conversations\/[^/?]+\/media(\?|$)/.test(url)

/** The most bytes that are read of a request to this address; `mediaMaxBytes` as the setting. */
export const bodyLimit = (url: string, mediaMaxBytes = 33_554_432): number => {
  if (isHook(url)) return maxHookBytes
  if (isUpload(url)) return mediaMaxBytes
  return url.split("?", 1)[0] === "/api/customers/import" ? maxListBytes : maxBodyBytes
}

/** No inline script or style, nothing from elsewhere, no frame around us (SE-04). */
const contentPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'"
].join("; ")

/** The headers that every answer carries. */
export const securityHeaders = ({ publicUrl }: SettingsShape): Readonly<Record<string, string>> => ({
  "content-security-policy": contentPolicy,
  "x-content-type-options": "nosniff",
  "referrer-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  ...(Option.exists(publicUrl, (url) => url.protocol === "https:")
    ? { "strict-transport-security": "max-age=31536000; includeSubDomains" }
    : {})
})

type HeaderValues = Readonly<Record<string, string | ReadonlyArray<string> | undefined>>

/**
 * Whether a page of ours sent this: its Origin is the public address or the address asked. Without an Origin
 * the browser's `Sec-Fetch-Site` decides; without both it is refused (SE-04).
 */
export const isOwnPage = (headers: HeaderValues, { publicUrl }: SettingsShape): boolean => {
  const { origin, host } = headers
  if (typeof origin !== "string") return headers["sec-fetch-site"] === "same-origin"
  if (Option.exists(publicUrl, (url) => url.origin === origin)) return true
  return URL.canParse(origin) && new URL(origin).host === host
}

const sendsKey = (headers: HeaderValues): boolean =>
  typeof headers["authorization"] === "string" && /^bearer /i.test(headers["authorization"])

/** Why a write is refused before anything is read of it; null when it may go on. */
export const writeObjection = (
  { method, headers, url }: HttpServerRequest.HttpServerRequest,
  settings: SettingsShape
): { readonly status: number; readonly message: string } | null => {
  if (method === "GET" || method === "HEAD" || method === "OPTIONS") return null
  // No cookie and no key opens anything there: what is signed is looked at, whoever brings it.
  if (isHook(url)) {
    return Number(headers["content-length"] ?? 0) > bodyLimit(url)
      ? { status: 413, message: tooLarge(url) }
      : null
  }
  // A page of somebody else cannot send this header, so the request is a program's with an API key.
  if (!sendsKey(headers) && !isOwnPage(headers, settings)) {
    return { status: 403, message: "This request did not come from a Relaydesk page." }
  }
  const { mediaMaxBytes } = settings
  if (Number(headers["content-length"] ?? 0) > bodyLimit(url, mediaMaxBytes)) {
    return { status: 413, message: tooLarge(url, mediaMaxBytes) }
  }
  const hasBody = headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0
  if (hasBody && isUpload(url)) {
    return /^application\/octet-stream\s*(;|$)/i.test(headers["content-type"] ?? "")
      ? null
      : { status: 415, message: "Send the file's bytes, with Content-Type: application/octet-stream." }
  }
  if (hasBody && !/^application\/json\s*(;|$)/i.test(headers["content-type"] ?? "")) {
    return { status: 415, message: "Send JSON, with Content-Type: application/json." }
  }
  return null
}

/** What a too large body is answered. */
export const tooLarge = (url: string, mediaMaxBytes?: number): string => {
  const most = bodyLimit(url, mediaMaxBytes)
  return isUpload(url)
    ? `This file is larger than ${sizeWords(most)}.`
    : `The request is larger than ${most / 1024} KB.`
}

/** What a file's answer says more strictly than the headers of all answers. */
export const ownHeaders = (url: string, own: HeaderValues): Readonly<Record<string, string>> => {
  if (!/^\/api\/messages\/[^/?]+\/media(\?|$)/.test(url)) return {}
  const { "content-security-policy": policy, "cache-control": cache } = own
  return typeof policy === "string" && typeof cache === "string"
    ? { "content-security-policy": policy, "cache-control": cache }
    : {}
}
