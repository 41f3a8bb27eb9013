import { onCleanup } from "solid-js"

const key = "relaydesk.singleKeys"

/** Whether single-letter shortcuts work; a person may switch them off (WCAG 2.1.4). */
export const areSingleKeysOn = (): boolean => {
  try {
    return localStorage.getItem(key) !== "off"
  } catch {
    return true
  }
}

export const setSingleKeys = (isOn: boolean): void => {
  try {
    if (isOn) localStorage.removeItem(key)
    else localStorage.setItem(key, "off")
  } catch {
    // Storage may be closed to us: the default then stays.
  }
}

/** Fields that take letters; a tick, a switch and a button take none. */
const fields =
  "input:not([type='checkbox'], [type='radio'], [type='button'], [type='submit'], [type='reset']), textarea, select"

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches(`${fields}, [role='menuitem'], [role='dialog'] *`))

/** Listens for keys (by `event.key`, lower case) while its owner lives; never while somebody types. */
export const createShortcuts = (actions: Record<string, () => void>): void => {
  const listen = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || isTyping(event.target)) return
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const name = event.key.length === 1 ? event.key.toLowerCase() : event.key
    const action = actions[name]
    if (action === undefined || (event.key.length === 1 && !areSingleKeysOn())) return
    event.preventDefault()
    action()
  }
  window.addEventListener("keydown", listen)
  onCleanup(() => window.removeEventListener("keydown", listen))
}
