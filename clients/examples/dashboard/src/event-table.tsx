import type { Event } from './api/chatlayer'

const time = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' })

/** Events in the order of the API. */
export function EventTable({ events }: { events: Event[] }) {
  return (
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th>Time (UTC)</th>
            <th>Event</th>
            <th>User</th>
            <th>Channel</th>
            <th>Attributes</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <tr key={event.id} data-id={event.id}>
              <td>
                <time dateTime={event.timestamp}>{time.format(new Date(event.timestamp))}</time>
              </td>
              <td>{event.event}</td>
              <td>{event.user_id}</td>
              <td>{event.channel_type}</td>
              <td>
                {Object.entries(event.attributes).map(([key, value]) => (
                  <span class="attribute" key={key}>
                    {key} <b>{value}</b>
                  </span>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
