import { describe, expect, it } from 'vitest'
import * as shape from '../../shared/shape.ts'

const person = shape.strictObject({
  name: shape.text({ least: 1, most: 5 }),
  age: shape.optional(shape.whole(0, 120)),
  tags: shape.optional(shape.list(shape.oneOf(['a', 'b']), 2)),
  near: shape.optional(shape.orNull(shape.number(-1, 2))),
  more: shape.optional(shape.record(shape.text({ most: 3 }), shape.either(shape.truth, shape.number()))),
})

describe('shapes of values', () => {
  it.each([
    [{ name: 'Ama' }],
    [{ name: 'Ama', age: undefined }],
    [{ name: 'Ama', age: 0, tags: [], near: null, more: {} }],
    [{ name: 'Ama', age: 120, tags: ['a', 'b'], near: 1.5, more: { x: true, y: 1 } }],
  ])('[value-1] takes %j', (value) => {
    expect(person(value)).toBeNull()
  })

  it.each([
    [null, ''],
    ['Ama', ''],
    [[], ''],
    [{}, 'name'],
    [{ name: '' }, 'name'],
    [{ name: 'Amadou' }, 'name'],
    [{ name: 1 }, 'name'],
    [{ name: 'Ama', colour: 'red' }, 'colour'],
    [JSON.parse('{"name":"Ama","__proto__":{"age":1}}'), '__proto__'],
    [JSON.parse('{"name":"Ama","constructor":{}}'), 'constructor'],
    [{ name: 'Ama', age: 1.5 }, 'age'],
    [{ name: 'Ama', age: 121 }, 'age'],
    [{ name: 'Ama', age: '1' }, 'age'],
    [{ name: 'Ama', tags: ['a', 'c'] }, 'tags.1'],
    [{ name: 'Ama', tags: ['a', 'a', 'a'] }, 'tags'],
    [{ name: 'Ama', tags: { 0: 'a' } }, 'tags'],
    [{ name: 'Ama', near: Number.NaN }, 'near'],
    [{ name: 'Ama', near: -2 }, 'near'],
    [{ name: 'Ama', more: { long: true } }, 'more.long'],
    [{ name: 'Ama', more: { x: 'no' } }, 'more.x'],
  ])('[value-1][C11] refuses %j and says where', (value, where) => {
    expect(person(value)?.at.join('.')).toBe(where)
  })

  it('[value-1] takes no field from what an object inherits', () => {
    expect(person(Object.create({ name: 'Ama' }))?.at).toEqual(['name'])
  })
})
