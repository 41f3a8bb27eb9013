import ChevronDown from "lucide-solid/icons/chevron-down"
import Ellipsis from "lucide-solid/icons/ellipsis"
import { createSignal, lazy, Show, Suspense } from "solid-js"
import { useSession } from "./SessionContext.ts"

const AccountMenu = lazy(() => import("./AccountMenu.tsx"))

/** The looks of the button that opens the account menu. */
export const triggerClass = (isInBottomBar: boolean): string =>
  isInBottomBar
    ? "flex h-14 w-full flex-col items-center justify-center gap-0.5 text-xs text-muted"
    : "flex h-8 items-center gap-1.5 rounded-md px-2 text-sm hover:bg-hover"

/** What is on that button: you, or "More" on a phone. */
export const AccountFace = (props: { readonly isInBottomBar: boolean }) => {
  const { login } = useSession()
  return (
    <Show
      when={props.isInBottomBar}
      fallback={
        <>
          <span
            class="flex size-6 items-center justify-center rounded-full bg-soft text-xs font-semibold text-accent uppercase"
            aria-hidden="true"
          >
            {login().username.slice(0, 2)}
          </span>
          <span class="max-w-40 truncate max-lg:sr-only">{login().tenantName ?? login().username}</span>
          <ChevronDown class="size-3.5 text-muted" aria-hidden="true" />
        </>
      }
    >
      <Ellipsis class="size-5 stroke-[1.75]" aria-hidden="true" />
      More
    </Show>
  )
}

/** The account menu; its code is fetched when somebody reaches for it. */
export const AccountButton = (props: { readonly isInBottomBar: boolean; readonly onHelp: () => void }) => {
  const [isWanted, setWanted] = createSignal(false)
  const reach = () => void import("./AccountMenu.tsx")
  const Button = () => (
    <button
      type="button"
      aria-haspopup="menu"
      class={triggerClass(props.isInBottomBar)}
      onPointerEnter={reach}
      onFocus={reach}
      onClick={() => setWanted(true)}
    >
      <AccountFace isInBottomBar={props.isInBottomBar} />
    </button>
  )
  return (
    <Show when={isWanted()} fallback={<Button />}>
      <Suspense fallback={<Button />}>
        <AccountMenu isInBottomBar={props.isInBottomBar} isOpenAtFirst onHelp={props.onHelp} />
      </Suspense>
    </Show>
  )
}
