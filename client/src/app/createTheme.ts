import { createEffect, createSignal, type Accessor } from "solid-js"

export type Theme = "system" | "light" | "dark"
const key = "relaydesk.theme"

const stored = (): Theme => {
  try {
    const value = localStorage.getItem(key)
    return value === "light" || value === "dark" ? value : "system"
  } catch {
    return "system"
  }
}

// One choice for the page, wherever it is made.
const [theme, setTheme] = createSignal(stored())

/** The chosen look, kept in this browser; public/theme.js applies it before the first paint. */
export const createTheme = (): [Accessor<Theme>, (theme: Theme) => void] => {
  createEffect(() => {
    const value = theme()
    if (value === "system") delete document.documentElement.dataset["theme"]
    else document.documentElement.dataset["theme"] = value
    try {
      if (value === "system") localStorage.removeItem(key)
      else localStorage.setItem(key, value)
    } catch {
      // Storage may be closed to us: the choice then lasts as long as the page.
    }
  })
  return [theme, setTheme]
}
