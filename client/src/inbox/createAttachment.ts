import { createEffect, createSignal, on, onCleanup, type Accessor } from "solid-js"
import { largestFile, takeMedia, type TakenFile } from "../api/MediaGateway.ts"
import { asTrouble, type Trouble } from "../api/Trouble.ts"
import { sizeWords } from "../words/sizeWords.ts"

/** A picture's own measures; none of what is no picture. */
interface Pixels {
  readonly width?: number
  readonly height?: number
}

/** A file that the gateway has, ready to be sent. */
export interface ReadyFile extends TakenFile, Pixels {
  readonly name: string
}

/** Larger pictures are not drawn before they are sent. */
const previewBytes = 8 * 1024 * 1024

const readPreview = (file: File): Promise<string | null> =>
  new Promise((resolve) => {
    if (!/^image\/(png|jpeg|gif|webp)$/.test(file.type) || file.size > previewBytes) return resolve(null)
    const reader = new FileReader()
    reader.addEventListener("load", () => resolve(String(reader.result)))
    reader.addEventListener("error", () => resolve(null))
    reader.readAsDataURL(file)
  })

const measure = (preview: string | null): Promise<Pixels> =>
  new Promise((resolve) => {
    if (preview === null) return resolve({})
    const picture = new Image()
    picture.addEventListener("load", () =>
      resolve({ width: picture.naturalWidth, height: picture.naturalHeight })
    )
    picture.addEventListener("error", () => resolve({}))
    picture.src = preview
  })

/** One file beside what is written: it is brought to the gateway at once, and goes with the next reply. */
export const createAttachment = (conversationId: Accessor<string>) => {
  const [file, setFile] = createSignal<File | null>(null)
  const [preview, setPreview] = createSignal<string | null>(null)
  const [progress, setProgress] = createSignal(0)
  const [ready, setReady] = createSignal<ReadyFile | null>(null)
  const [trouble, setTrouble] = createSignal<Trouble | null>(null)
  /** Bytes; null until the gateway has said it, which then refuses larger ones itself. */
  const [most, setMost] = createSignal<number | null>(null)
  largestFile().then(setMost, () => {})
  let current = new AbortController()

  const remove = () => {
    current.abort()
    setFile(null)
    setPreview(null)
    setReady(null)
    setTrouble(null)
  }
  const bring = async (given: File, signal: AbortSignal) => {
    setTrouble(null)
    setProgress(0)
    try {
      const taking = takeMedia(
        conversationId(),
        given,
        (share) => !signal.aborted && setProgress(share),
        signal
      )
      const drawn = await readPreview(given)
      if (signal.aborted) return
      setPreview(drawn)
      const [taken, pixels] = await Promise.all([taking, measure(drawn)])
      if (!signal.aborted) setReady({ ...taken, ...pixels, name: given.name || "file" })
    } catch (error) {
      if (!signal.aborted) setTrouble(asTrouble(error))
    }
  }
  const start = (given: File) => {
    current = new AbortController()
    setFile(given)
    const limit = most()
    if (limit !== null && given.size > limit) setTrouble(tooLarge(limit))
    else void bring(given, current.signal)
  }
  createEffect(on(conversationId, remove, { defer: true }))
  onCleanup(() => current.abort())

  return {
    /** Bytes of the largest file; null while nobody has said it. */
    most,
    file,
    preview,
    progress,
    ready,
    trouble,
    remove,
    /** Takes the first of several; true when there was one. */
    attach: (files: FileList | null | undefined): boolean => {
      const given = files?.[0]
      if (given === undefined) return false
      remove()
      start(given)
      return true
    },
    retry: () => {
      const given = file()
      if (given !== null) start(given)
    }
  }
}

/** As the gateway's own answer to it. */
const tooLarge = (most: number): Trouble => ({
  message: `This file is larger than ${sizeWords(most)}.`,
  advice: "Choose a smaller one.",
  reference: null,
  status: 413
})

export type Attachment = ReturnType<typeof createAttachment>
