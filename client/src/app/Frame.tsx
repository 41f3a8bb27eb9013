import { A, useLocation, type RouteSectionProps } from "@solidjs/router"
import Building from "lucide-solid/icons/building"
import { createSignal, lazy, Match, onCleanup, Show, Suspense, Switch, type JSX } from "solid-js"
import { createLive } from "../live/createLive.ts"
import { LiveContext } from "../live/LiveContext.ts"
import { Button, buttonClass } from "../ui/Button.tsx"
import { EmptyState } from "../ui/EmptyState.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { mayOpen, maySee } from "./access.ts"
import { StartOffer } from "../start/StartOffer.tsx"
import { Bar } from "./Bar.tsx"
import { BottomBar } from "./BottomBar.tsx"
import { createSession } from "./createSession.ts"
import { createShortcuts } from "./createShortcuts.ts"
import { createTheme } from "./createTheme.ts"
import { createWaiting, WaitingContext } from "./createWaiting.ts"
import { NotAllowed } from "./NotAllowed.tsx"
import { ViewBanner } from "./ViewBanner.tsx"
import { SessionContext, type Session } from "./SessionContext.ts"

const Palette = lazy(() => import("./Palette.tsx"))
const ShortcutHelp = lazy(() => import("./ShortcutHelp.tsx"))

/** The bar and, under it, the page: for people who are logged in. */
export const Frame = (props: RouteSectionProps) => {
  const state = createSession()
  return (
    <Show
      when={state.login()}
      fallback={
        <Show when={state.trouble()} fallback={<BlankBar />}>
          {(trouble) => <ErrorBox trouble={trouble()} onRetry={state.retry} />}
        </Show>
      }
    >
      {(login) => <Inside session={state.session(login)}>{props.children}</Inside>}
    </Show>
  )
}

const BlankBar = () => <div class="h-12 border-b border-line bg-surface" aria-busy="true" />

const Inside = (props: { readonly session: Session; readonly children: JSX.Element }) => {
  // The platform's own people have no workspace, so nothing live either.
  const live = props.session.login().tenantId === null ? undefined : createLive()
  const waiting =
    live === undefined ? undefined : createWaiting(live, maySee(props.session.login(), ["customers.manage"]))
  const location = useLocation()
  const [isHelpOpen, setHelpOpen] = createSignal(false)
  /** An open chat takes the whole screen of a phone. */
  const isThread = () => /^\/desk\/./.test(location.pathname)
  const [isPaletteOpen, setPaletteOpen] = createSignal(false)
  const [, setTheme] = createTheme()
  // Everywhere, also while somebody types.
  const listen = (event: KeyboardEvent) => {
    if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return
    if (event.altKey || event.shiftKey || event.isComposing) return
    event.preventDefault()
    setPaletteOpen((isOpen) => !isOpen)
  }
  addEventListener("keydown", listen)
  onCleanup(() => removeEventListener("keydown", listen))
  createShortcuts({
    "?": () => setHelpOpen(true),
    "/": focusSearch
  })

  return (
    <SessionContext.Provider value={props.session}>
      <LiveContext.Provider value={live}>
        <WaitingContext.Provider value={waiting}>
          <div class="flex h-dvh flex-col">
            <a
              href="#page"
              class="absolute -top-20 left-2 z-60 rounded-md bg-solid px-3 py-2 font-medium text-on-solid focus:top-2"
            >
              Skip to the page
            </a>
            <Bar
              class={isThread() ? "max-md:hidden" : ""}
              hasWorkspace={live !== undefined}
              onHelp={() => setHelpOpen(true)}
              onSearch={() => setPaletteOpen(true)}
            />
            <ViewBanner />
            <Show when={live !== undefined}>
              <StartOffer />
            </Show>
            <main id="page" tabindex="-1" class="min-h-0 flex-1 outline-none">
              <Switch>
                <Match when={live === undefined && !isOfPlatform(location.pathname)}>
                  <NoWorkspace session={props.session} />
                </Match>
                <Match when={mayOpen(props.session.login(), location.pathname)}>
                  <Suspense>{props.children}</Suspense>
                </Match>
                <Match when={true}>
                  <NotAllowed isPlatform={isOfPlatform(location.pathname)} />
                </Match>
              </Switch>
            </main>
            <BottomBar
              class={isThread() ? "max-md:hidden" : ""}
              hasWorkspace={live !== undefined}
              onHelp={() => setHelpOpen(true)}
            />
          </div>
          <Show when={isPaletteOpen()}>
            <Suspense>
              <Palette
                onClose={() => setPaletteOpen(false)}
                onHelp={() => setHelpOpen(true)}
                onTheme={setTheme}
              />
            </Suspense>
          </Show>
          <Show when={isHelpOpen()}>
            <Suspense>
              <ShortcutHelp onClose={() => setHelpOpen(false)} />
            </Suspense>
          </Show>
        </WaitingContext.Provider>
      </LiveContext.Provider>
    </SessionContext.Provider>
  )
}

/** Puts the focus into the page's search and selects what stands there; to select it is not to focus it in every browser. */
const focusSearch = () => {
  const field = [...document.querySelectorAll<HTMLInputElement>("main [data-search]")].find(
    (one) => one.getClientRects().length > 0
  )
  field?.focus()
  field?.select()
}

/** Pages of the platform, and of one's own login, which need no workspace. */
const isOfPlatform = (path: string) => /^\/(?:$|(?:admin|account|factor)(?:\/|$))/.test(path)

/** What the platform's own people see: what is theirs to do, and where the rest is. */
const NoWorkspace = (props: { readonly session: Session }) => (
  <>
    <h1 class="sr-only">No workspace</h1>
    <EmptyState
      icon={<Building />}
      text={`${props.session.login().username} looks after the platform and has no workspace.`}
      hint="Conversations, requests and channels belong to workspaces. Under Users you find them all, and can look into one."
    >
      <A href="/" class={buttonClass("solid")}>
        Go to the platform’s pages
      </A>
      <Button onClick={() => void props.session.logOut()}>Log in as somebody else</Button>
    </EmptyState>
  </>
)
