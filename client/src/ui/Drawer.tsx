import { Dialog } from "@kobalte/core/dialog"
import X from "lucide-solid/icons/x"
import { Show, type JSX } from "solid-js"

interface PanelProps {
  readonly isOpen: boolean
  readonly title: string
  readonly onClose: () => void
  readonly children: JSX.Element
  /** What stays at the foot while the rest scrolls. */
  readonly foot?: JSX.Element
}

/** A dialog opens on the field marked `data-autofocus`, else on its first control. */
const focusField = (event: Event) => {
  const field = document.querySelector<HTMLElement>("[role='dialog'] [data-autofocus]")
  if (field === null) return
  event.preventDefault()
  field.focus()
}

/** Closing gives the focus back to where it was before: to the row or the button that opened the dialog. */
const createWayBack = () => {
  const before = document.activeElement
  return (event: Event) => {
    if (!(before instanceof HTMLElement) || !before.isConnected) return
    event.preventDefault()
    before.focus({ preventScroll: true })
  }
}

const Head = (props: { readonly title: string }) => (
  <header class="flex h-12 shrink-0 items-center justify-between gap-2 border-b border-line pr-2 pl-4">
    <Dialog.Title class="truncate text-lg font-semibold">{props.title}</Dialog.Title>
    <Dialog.CloseButton
      aria-label="Close"
      title="Close (Esc)"
      class="inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text pointer-coarse:size-10"
    >
      <X class="size-4" aria-hidden="true" />
    </Dialog.CloseButton>
  </header>
)

/** A sheet from the right, full width on a phone. */
export const Drawer = (props: PanelProps) => {
  const goBack = createWayBack()
  return (
    <Dialog open={props.isOpen} onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay class="fixed inset-0 z-40 bg-shade" />
        <Dialog.Content
          onOpenAutoFocus={focusField}
          onCloseAutoFocus={goBack}
          class="slide-in fixed inset-y-0 right-0 z-50 flex w-full max-w-105 flex-col border-l border-line bg-bg shadow-float"
        >
          <Head title={props.title} />
          <div class="min-h-0 flex-1 overflow-y-auto">{props.children}</div>
          <Show when={props.foot}>
            {(foot) => (
              <footer class="shrink-0 empty:hidden border-t border-line bg-bg px-4 py-2 pb-[max(8px,env(safe-area-inset-bottom))]">
                {foot()}
              </footer>
            )}
          </Show>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog>
  )
}

/** A dialog in the middle; on a phone it sits at the bottom edge, under the thumb. */
export const Modal = (props: PanelProps) => {
  const goBack = createWayBack()
  return (
    <Dialog open={props.isOpen} onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay class="fixed inset-0 z-40 bg-shade" />
        <div class="pointer-events-none fixed inset-0 z-50 flex items-end justify-center md:items-center md:p-6">
          <Dialog.Content
            onOpenAutoFocus={focusField}
            onCloseAutoFocus={goBack}
            class="rise pointer-events-auto flex max-h-full w-full max-w-115 flex-col rounded-t-lg border border-line bg-raised shadow-float md:rounded-lg"
          >
            <Head title={props.title} />
            <div class="min-h-0 flex-1 overflow-y-auto p-4 pb-[max(16px,env(safe-area-inset-bottom))]">
              {props.children}
            </div>
          </Dialog.Content>
        </div>
      </Dialog.Portal>
    </Dialog>
  )
}
