package dev.kiln.cli.output;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.kiln.cli.client.Column;
import dev.kiln.cli.client.MapEntries;
import dev.kiln.cli.client.VariantText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One JSON object a row, one row a line. Numbers keep every digit; binary is base 64; the rest is as in a table. */
final class JsonPrinter implements ResultPrinter {
    private final PrintWriter out;
    private final JsonGenerator json;
    private List<Column> columns = List.of();

    JsonPrinter(PrintWriter out) {
        this.out = out;
        try {
            this.json = new JsonFactory()
                    .createGenerator(out)
                    .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                    .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .setRootValueSeparator(null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void columns(List<Column> resultColumns) {
        columns = resultColumns;
    }

    @Override
    public void rows(List<Object[]> rows) {
        try {
            for (Object[] row : rows) {
                json.writeStartObject();
                for (int i = 0; i < row.length; i++) {
                    json.writeFieldName(columns.get(i).name());
                    write(row[i]);
                }
                json.writeEndObject();
                json.flush();
                out.print('\n');
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(@Nullable Object value) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Boolean bool) {
            json.writeBoolean(bool);
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof Float number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof BigDecimal number) {
            json.writeNumber(number);
        } else if (value instanceof byte[] bytes) {
            json.writeBinary(bytes);
        } else if (value instanceof VariantText variant) {
            json.writeRawValue(variant.json());
        } else if (value instanceof List<?> list) {
            json.writeStartArray();
            for (Object element : list) {
                write(element);
            }
            json.writeEndArray();
        } else if (value instanceof MapEntries map) {
            json.writeStartObject();
            for (MapEntries.Entry entry : map.entries()) {
                json.writeFieldName(CellText.of(entry.key()));
                write(entry.value());
            }
            json.writeEndObject();
        } else if (value instanceof Map<?, ?> struct) {
            json.writeStartObject();
            for (Map.Entry<?, ?> field : struct.entrySet()) {
                json.writeFieldName(String.valueOf(field.getKey()));
                write(field.getValue());
            }
            json.writeEndObject();
        } else {
            json.writeString(CellText.of(value));
        }
    }

    @Override
    public void end() {
        out.flush();
    }
}
