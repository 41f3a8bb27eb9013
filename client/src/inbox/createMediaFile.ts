import { createEffect, createSignal, on, type Accessor } from "solid-js"
import { bringMedia } from "../api/MediaGateway.ts"
import { asTrouble, type Trouble } from "../api/Trouble.ts"
import type { Message } from "../api/Views.ts"

/** Types that the gateway lets a page show; it says them from the bytes once it has the file. */
const shown = /^(image\/(png|jpeg|gif|webp)|audio\/(ogg|mpeg|mp4)|video\/mp4)$/

/** Pictures up to this size are brought without asking. */
const smallBytes = 300 * 1024

/** What has been opened on this page, so that it stays open when it is drawn anew. */
const opened = new Set<string>()

/** The file of one message: asleep, under way, here, or why not. */
export const createMediaFile = (message: Accessor<Message>) => {
  const [isOpen, setOpen] = createSignal(false)
  const [isBusy, setBusy] = createSignal(false)
  const [isBroken, setBroken] = createSignal(false)
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  const media = () => message().media
  const id = () => message().id

  const open = async (): Promise<boolean> => {
    if (isBusy()) return false
    const [key, kind] = [id(), message().kind]
    setTrouble(null)
    setBusy(true)
    try {
      await bringMedia(key, kind === "image")
      opened.add(key)
      if (key === id()) setOpen(true)
      return true
    } catch (error) {
      if (key === id()) setTrouble(asTrouble(error))
      return false
    } finally {
      setBusy(false)
    }
  }

  createEffect(
    on(id, (key) => {
      setTrouble(null)
      setBroken(false)
      setOpen(opened.has(key))
      const { size = null } = media() ?? {}
      const isSmall = message().kind === "image" && size !== null && size <= smallBytes
      if (message().version > 0 && isSmall && !opened.has(key)) void open()
    })
  )

  return {
    open,
    isBusy,
    trouble,
    /** It came and is nothing that a page shows, whatever it was said to be. */
    onBroken: () => setBroken(true),
    /** May be drawn where it stands. */
    isShown: () => isOpen() && !isBroken() && shown.test(media()?.mime ?? ""),
    /** It is here, to be saved. */
    isHere: isOpen
  }
}
