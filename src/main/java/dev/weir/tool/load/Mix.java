package dev.weir.tool.load;

import dev.weir.tool.send.Sample;
import dev.weir.tool.send.Samples;
import dev.weir.tool.send.Vendor;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** What kinds of events are sent, and how often each: {@code view=80,cart=15,purchase=5}. Safe for many threads. */
public final class Mix {

    private static final int MOST_WEIGHT = 1_000_000;

    private final List<Sample> samples;
    private final int[] upTo;
    private final String text;

    private Mix(List<Sample> samples, int[] upTo, String text) {
        this.samples = samples;
        this.upTo = upTo;
        this.text = text;
    }

    /** What a dialect's visitors do, roughly. */
    public static Mix usual(Vendor vendor) {
        return parse(
                vendor,
                switch (vendor) {
                    case PERSONACLICK -> "view=80,cart=15,purchase=5";
                    case PURECLARITY -> "page=50,product=30,basket=15,order=5";
                    case GRAVITYFIELD -> "visit=80,add-to-cart=15,purchase=5";
                    case PAGENT -> "conversion=100";
                });
    }

    /**
     * Reads a mix; the weights need not add up to 100.
     *
     * @throws IllegalArgumentException naming what was wrong and what was expected
     */
    public static Mix parse(Vendor vendor, String text) {
        List<Sample> samples = new ArrayList<>();
        String[] parts = text.split(",", -1);
        int[] upTo = new int[parts.length];
        int sum = 0;
        for (String part : parts) {
            int equals = part.indexOf('=');
            String type = equals < 0 ? part : part.substring(0, equals);
            Sample sample = Samples.of(vendor, type.strip());
            if (sample == null) {
                throw new IllegalArgumentException(
                        type + " (expected: one of " + Samples.types(vendor) + ", as in view=80,cart=20)");
            }
            sum += equals < 0 ? 1 : weight(part, part.substring(equals + 1).strip());
            upTo[samples.size()] = sum;
            samples.add(sample);
        }
        return new Mix(List.copyOf(samples), upTo, text);
    }

    Sample pick(RandomGenerator random) {
        int at = random.nextInt(upTo[upTo.length - 1]);
        int i = 0;
        while (upTo[i] <= at) {
            i++;
        }
        return samples.get(i);
    }

    String text() {
        return text;
    }

    private static int weight(String part, String text) {
        try {
            int weight = Integer.parseInt(text);
            if (weight >= 1 && weight <= MOST_WEIGHT) {
                return weight;
            }
        } catch (NumberFormatException none) {
            // Told below.
        }
        throw new IllegalArgumentException(part + " (expected: a weight of 1 to " + MOST_WEIGHT + ", as in view=80)");
    }
}
