/** What this browser remembers of a workspace's first steps. */
type Mark = "tried" | "dismissed"

const keyOf = (mark: Mark, tenantId: string | null) => `relaydesk.start.${mark}.${tenantId ?? ""}`

/** Whether it was noted; a browser that keeps nothing remembers nothing. */
export const isMarked = (mark: Mark, tenantId: string | null): boolean => {
  try {
    return localStorage.getItem(keyOf(mark, tenantId)) !== null
  } catch {
    return false
  }
}

/** Notes it, or takes the note back. */
export const setMark = (mark: Mark, tenantId: string | null, isSet: boolean): void => {
  try {
    if (isSet) localStorage.setItem(keyOf(mark, tenantId), "yes")
    else localStorage.removeItem(keyOf(mark, tenantId))
  } catch {
    // Then it is asked again next time.
  }
}
