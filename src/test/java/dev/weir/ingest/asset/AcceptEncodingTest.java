package dev.weir.ingest.asset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AcceptEncodingTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "NULL", textBlock = """
                    gzip, deflate, br, zstd              | br       | 1000
                    gzip, deflate, br, zstd              | gzip     | 1000
                    gzip, deflate, br, zstd              | identity | 1
                    GZIP                                 | gzip     | 1000
                    x-gzip                               | gzip     | 1000
                    gzip;q=0.5                           | gzip     | 500
                    gzip ; q = 0.5                       | gzip     | 500
                    gzip;Q=0.333                         | gzip     | 333
                    gzip;q=1.000                         | gzip     | 1000
                    gzip;q=0                             | gzip     | 0
                    gzip;q=0.000                         | gzip     | 0
                    *                                    | br       | 1000
                    *                                    | identity | 1000
                    *;q=0                                | identity | 0
                    gzip, *;q=0                          | gzip     | 1000
                    gzip, *;q=0                          | br       | 0
                    *;q=0, gzip;q=0.1                    | gzip     | 100
                    gzip;q=0, *                          | gzip     | 0
                    identity;q=0                         | identity | 0
                    identity;q=0.2, br;q=0.1             | identity | 200
                    br;q=2                               | br       | 0
                    br;q=abc                             | br       | 0
                    br;q=0.1234                          | br       | 0
                    br;level=5                           | br       | 0
                    bro                                  | br       | 0
                    ''                                   | br       | 0
                    ''                                   | identity | 1
                    ,,                                   | identity | 1
                    NULL                                 | br       | 0
                    NULL                                 | identity | 1000
                    """)
    void anEncodingIsWantedAsMuchAsTheHeaderSays(String header, String encoding, int weight) {
        assertThat(new AcceptEncoding(header).weight(encoding)).isEqualTo(weight);
    }
}
