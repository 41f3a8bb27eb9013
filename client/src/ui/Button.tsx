import { splitProps, type JSX } from "solid-js"
import { useViewOnly } from "../app/useViewOnly.ts"

export type ButtonLook = "solid" | "outline" | "quiet" | "danger"

const looks: Record<ButtonLook, string> = {
  solid: "bg-solid text-on-solid hover:bg-solid-hover border-transparent",
  outline: "border-edge/60 text-text hover:bg-hover",
  quiet: "border-transparent text-muted hover:bg-hover hover:text-text",
  danger: "border-bad/60 text-bad hover:bg-bad-soft"
}

interface ButtonProps extends JSX.ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: ButtonLook
  /** Shows that the press is being worked on and keeps a second press away. */
  readonly isBusy?: boolean
}

/** How a button looks, for links that look like one. */
export const buttonClass = (look: ButtonLook): string =>
  `inline-flex h-8 shrink-0 items-center justify-center gap-1.5 rounded-md border px-3 text-sm font-medium whitespace-nowrap transition-colors disabled:opacity-60 pointer-coarse:h-10 ${looks[look]}`

/** The one button. 32 px high, 40 px under a thumb. */
export const Button = (props: ButtonProps) => {
  const [own, rest] = splitProps(props, ["look", "isBusy", "class", "children", "disabled"])
  const reason = useViewOnly()
  /** What leads to a change is solid, a danger, or sends a form. */
  const held = () =>
    own.look === "solid" || own.look === "danger" || rest.type === "submit" ? reason() : null
  return (
    <button
      type="button"
      {...rest}
      {...(held() === null ? {} : { title: held() as string })}
      disabled={own.disabled === true || own.isBusy === true || held() !== null}
      aria-busy={own.isBusy === true}
      class={`${buttonClass(own.look ?? "outline")} ${own.class ?? ""}`}
    >
      {own.children}
    </button>
  )
}

interface IconButtonProps extends JSX.ButtonHTMLAttributes<HTMLButtonElement> {
  /** What it does; read aloud and shown as the tooltip. */
  readonly label: string
}

/** A square button with an icon only. */
export const IconButton = (props: IconButtonProps) => {
  const [own, rest] = splitProps(props, ["label", "class", "children"])
  return (
    <button
      type="button"
      {...rest}
      aria-label={own.label}
      title={own.label}
      class={`inline-flex size-8 shrink-0 items-center justify-center rounded-md text-muted transition-colors hover:bg-hover hover:text-text disabled:opacity-50 pointer-coarse:size-10 ${own.class ?? ""}`}
    >
      {own.children}
    </button>
  )
}
