import { useEffect, useRef, useState } from 'preact/hooks'

/** A value that follows another one a few times a second, for what is costly to find in it. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value)
  const latest = useRef(value)
  const timer = useRef(0)
  latest.current = value
  useEffect(() => {
    if (timer.current) return
    timer.current = window.setTimeout(() => {
      timer.current = 0
      setSettled(latest.current)
    }, 300)
  }, [value])
  useEffect(() => () => clearTimeout(timer.current), [])
  return settled
}
