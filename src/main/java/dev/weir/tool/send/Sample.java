package dev.weir.tool.send;

/** A documented request of a vendor's clients, to be filled in. Safe for many threads. */
public final class Sample {

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final Vendor vendor;
    private final String type;
    private final String tells;
    private final String method;
    private final Template target;
    private final String contentType;
    private final Template body;

    Sample(Vendor vendor, String type, String tells, String method, String target, String body) {
        this.vendor = vendor;
        this.type = type;
        this.tells = tells;
        this.method = method;
        this.target = Template.of(target, Template.Form.URL);
        boolean isJson = body.startsWith("{");
        this.contentType = body.isEmpty() ? "" : isJson ? JSON : FORM;
        this.body = Template.of(body, isJson ? Template.Form.JSON : Template.Form.URL);
    }

    public Vendor vendor() {
        return vendor;
    }

    public String type() {
        return type;
    }

    /** What the event tells, in a few words. */
    public String tells() {
        return tells;
    }

    public SampleRequest request(Visit visit) {
        String authorization = vendor.isBearer() ? "Bearer " + visit.key() : "";
        return new SampleRequest(method, target.fill(visit), contentType, authorization, body.fill(visit));
    }
}
