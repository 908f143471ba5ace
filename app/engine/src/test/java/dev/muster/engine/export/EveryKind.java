package dev.muster.engine.export;

import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.LifeEvent.Pruned;
import dev.muster.engine.event.LifeEvent.Renamed;
import dev.muster.engine.event.LifeEvent.SessionCreated;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.Shelf;
import dev.muster.engine.event.UnknownEvent;
import dev.muster.engine.store.Past;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Makes events of every kind there is, with texts that try to break what they are written into. */
final class EveryKind {
  static final List<String> HOSTILE =
      List.of(
          "</script><script>document.title='owned'</script>",
          "<img src=x onerror=alert(1)>",
          "[click](javascript:alert(1)) ![x](https://tracker.example/x.png)",
          "\u202egnp.exe\u2066 \u0000 \u2028 \u001b[31mred\u001b[0m",
          "``` fence\n```` more\n# heading",
          "\"quotes\" and \\ backslash\r\nline",
          "plain words",
          "<!-- comment --> &amp; ]]> {{x}}",
          "ünïcödé 😀");

  private final Random random;

  EveryKind(long seed) {
    random = new Random(seed);
  }

  static SessionEvent created(String title) {
    return new SessionCreated(
        title,
        "project",
        "sample",
        "/home/ada/sample",
        "rehearsal",
        "Rehearsal",
        null,
        PermissionMode.EDIT,
        "main",
        Limits.NONE,
        true,
        Map.of());
  }

  /** A session's story: its creation, then each kind so many times; at last it has its title. */
  List<Past> story(String title, int rounds) {
    List<Past> story = new ArrayList<>();
    Instant at = Instant.parse("2026-11-01T10:00:00.123Z");
    story.add(new Past(at, 0, created(title)));
    int turn = 0;
    for (int round = 0; round < rounds; round++) {
      turn++;
      for (Class<? extends SessionEvent> kind : EventJson.kindClasses()) {
        if (kind != SessionCreated.class && kind != Pruned.class) {
          at = at.plusMillis(random.nextInt(5_000));
          story.add(new Past(at, turn, (SessionEvent) record(kind)));
        }
      }
      story.add(
          new Past(at, turn, new UnknownEvent("FromTomorrow", "{\"b\":0.10,\"a\":[1,2.50,null]}")));
    }
    story.add(new Past(at, turn, new Renamed(title)));
    return story;
  }

  private Object record(Class<?> type) {
    RecordComponent[] parts = type.getRecordComponents();
    Class<?>[] types = new Class<?>[parts.length];
    Object[] values = new Object[parts.length];
    for (int i = 0; i < parts.length; i++) {
      types[i] = parts[i].getType();
      values[i] = value(parts[i].getGenericType());
    }
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException failed) {
      throw new AssertionError(failed);
    }
  }

  private Object value(Type type) {
    if (type instanceof ParameterizedType generic) {
      Object one =
          value(generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1]);
      return generic.getRawType() == Map.class ? Map.of("key", one) : List.of(one, one);
    }
    Class<?> of = (Class<?>) type;
    if (of == String.class) {
      return HOSTILE.get(random.nextInt(HOSTILE.size()));
    }
    if (of == int.class || of == Integer.class) {
      return random.nextInt(1_000);
    }
    if (of == long.class || of == Long.class) {
      return random.nextLong(1L << 40);
    }
    if (of == double.class) {
      return random.nextInt(1_000) / 1_000.0;
    }
    if (of == boolean.class) {
      return random.nextBoolean();
    }
    if (of == char.class) {
      return 'M';
    }
    if (of == Instant.class) {
      return Instant.ofEpochMilli(1_700_000_000_000L + random.nextInt());
    }
    if (of == Shelf.class) {
      return Shelf.values()[random.nextInt(3)]; // no session is put among the pruned
    }
    return of.isEnum()
        ? of.getEnumConstants()[random.nextInt(of.getEnumConstants().length)]
        : record(of);
  }
}
