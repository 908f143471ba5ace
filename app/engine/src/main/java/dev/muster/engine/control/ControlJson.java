package dev.muster.engine.control;

import dev.muster.engine.event.SessionId;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON form of sessions, hits and agents, the same on the socket and on the command line: a
 * record's own names, ids and instants as text, nothing where a value is null. Unknown fields are
 * ignored. Immutable and safe for any thread.
 */
public final class ControlJson {
  private final JsonMapper mapper =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
          .changeDefaultPropertyInclusion(
              i ->
                  i.withValueInclusion(
                      com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL))
          .addModule(
              new SimpleModule()
                  .addSerializer(SessionId.class, new IdWriter())
                  .addDeserializer(SessionId.class, new IdReader())
                  .addSerializer(Path.class, new PathWriter())
                  .addDeserializer(Path.class, new PathReader()))
          .build();

  /** One line of JSON. */
  public String line(Object value) {
    return mapper.writeValueAsString(value);
  }

  /**
   * One line of JSON with the fields of both, null for none.
   *
   * @param more where both have a field, this one's counts
   */
  public String line(@Nullable Object first, @Nullable Object more) {
    ObjectNode whole = mapper.createObjectNode();
    if (first != null) {
      whole.setAll(mapper.<ObjectNode>valueToTree(first));
    }
    if (more != null) {
      whole.setAll(mapper.<ObjectNode>valueToTree(more));
    }
    return mapper.writeValueAsString(whole);
  }

  JsonMapper mapper() {
    return mapper;
  }

  private static final class IdWriter extends ValueSerializer<SessionId> {
    @Override
    public void serialize(SessionId id, JsonGenerator out, SerializationContext context) {
      out.writeString(id.value());
    }
  }

  private static final class IdReader extends ValueDeserializer<SessionId> {
    @Override
    public SessionId deserialize(JsonParser in, DeserializationContext context) {
      String text = in.getValueAsString("");
      try {
        return new SessionId(text);
      } catch (IllegalArgumentException notOne) {
        return (SessionId)
            context.handleWeirdStringValue(SessionId.class, text, "not a session id");
      }
    }
  }

  /** As a person types it; else it would be an address that begins with {@code file:}. */
  private static final class PathWriter extends ValueSerializer<Path> {
    @Override
    public void serialize(Path path, JsonGenerator out, SerializationContext context) {
      out.writeString(path.toString());
    }
  }

  private static final class PathReader extends ValueDeserializer<Path> {
    @Override
    public Path deserialize(JsonParser in, DeserializationContext context) {
      String text = in.getValueAsString("");
      try {
        return text.startsWith("file:///") ? Path.of(URI.create(text)) : Path.of(text);
      } catch (IllegalArgumentException not) {
        return (Path) context.handleWeirdStringValue(Path.class, text, "not a path");
      }
    }
  }
}
