import { useEffect, useRef, useState } from 'preact/hooks'

/** A value that follows another one, but seldom, for what is asked of the mock whenever it changes. */
export function useSettled<T>(value: T, ms: number): T {
  const [settled, setSettled] = useState(value)
  const latest = useRef(value)
  const timer = useRef(0)
  latest.current = value
  useEffect(() => {
    if (timer.current) return
    timer.current = window.setTimeout(() => {
      timer.current = 0
      setSettled(latest.current)
    }, ms)
  }, [value])
  useEffect(() => () => clearTimeout(timer.current), [])
  return settled
}
