import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type BehaviorOptions,
  CachePolicy,
  Function as CloudFrontFunction,
  Distribution,
  type FunctionAssociation,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HeadersFrameOption,
  HeadersReferrerPolicy,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  PriceClass,
  ResponseHeadersPolicy,
  type ResponseSecurityHeadersBehavior,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { Stage } from './stage.ts';

interface HostingProps {
  readonly stage: Stage;
  readonly accessLogs: Bucket;
  readonly apiHost: string;
  /** The base address of the login, which the console fetches tokens from. */
  readonly loginUrl: string;
  /** The origin of files: the console uploads to it. */
  readonly filesUrl: string;
}

/** The folders of the site, each of which is one page that reads the rest of its path itself. */
const PAGES = ['console', 'portal', 'embed', 'account', 'join'] as const;

/** One host for everybody: the static console, the API below /v2, and the partners' links at the root. */
export class Hosting extends Construct {
  readonly site: Bucket;
  readonly distribution: Distribution;
  /** The address people see: the stage's own domain, or CloudFront's. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: HostingProps) {
    super(scope, id);
    const { stage } = props;
    this.site = new Bucket(this, 'Site', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      encryption: BucketEncryption.S3_MANAGED,
      versioned: true,
      serverAccessLogsBucket: props.accessLogs,
      serverAccessLogsPrefix: 'site/',
      removalPolicy: stage.removalPolicy,
    });
    const assets = this.siteBehavior(props);
    const site = { ...assets, functionAssociations: [this.pageOfPath()] };
    const embedded = { ...site, responseHeadersPolicy: this.embeddedHeaders(props) };
    const api = apiBehavior(props.apiHost);
    const pictures = pictureBehavior(props.apiHost);
    const links = { ...api, functionAssociations: [this.viewerHost()] };
    this.distribution = new Distribution(this, 'Cdn', {
      comment: `Fairshare ${stage.name}`,
      defaultRootObject: 'index.html',
      defaultBehavior: site,
      // In this order. PartnerStack has two calls about deals without a version in their paths.
      // A link is one path segment without a dot; a file of the site has a dot or lies deeper.
      additionalBehaviors: {
        '/v2/public/images/*': pictures,
        '/v2/public/creatives/*/image': pictures,
        '/v2/*': api,
        '/deals/*/file/*': api,
        '/deals/*/assignment/*': api,
        '/t.js': api,
        '/assets/*': assets,
        '/embed/*': embedded,
        ...Object.fromEntries(PAGES.map((page) => [`/${page}`, site])),
        '/*.*': site,
        '/*/*': site,
        '/?*': links,
      },
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PriceClass.PRICE_CLASS_100,
      enableLogging: true,
      logBucket: props.accessLogs,
      logFilePrefix: 'cdn/',
      logIncludesCookies: false,
      ...(stage.webAclArn === undefined ? {} : { webAclId: stage.webAclArn }),
      ...(stage.domain === undefined
        ? {}
        : {
            domainNames: [stage.domain.name, ...stage.linkHosts],
            minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
            certificate: Certificate.fromCertificateArn(this, 'Certificate', stage.domain.certificateArn),
          }),
    });
    this.url = `https://${stage.domain?.name ?? this.distribution.distributionDomainName}`;
  }

  /** API Gateway is asked by its own name: which host the visitor asked travels in a header that nobody else can set. */
  private viewerHost(): FunctionAssociation {
    const code = [
      'function handler(event) {',
      '  var request = event.request;',
      "  request.headers['x-viewer-host'] = { value: request.headers.host ? request.headers.host.value : '' };",
      '  return request;',
      '}',
    ];
    const viewerHost = new CloudFrontFunction(this, 'ViewerHost', {
      comment: 'Tells tracking on which host a link was opened',
      code: FunctionCode.fromInline(code.join('\n')),
      runtime: FunctionRuntime.JS_2_0,
    });
    return { function: viewerHost, eventType: FunctionEventType.VIEWER_REQUEST };
  }

  /** A bucket has no index documents: whatever lies below a page's folder is that page, on reload as well. */
  private pageOfPath(): FunctionAssociation {
    const code = [
      'function handler(event) {',
      '  var request = event.request;',
      `  var page = /^\\/(${PAGES.join('|')})(\\/|$)/.exec(request.uri);`,
      '  if (page === null) return request;',
      "  if (page[2] === '') {",
      "    return { statusCode: 302, statusDescription: 'Found', headers: { location: { value: request.uri + '/' } } };",
      '  }',
      "  request.uri = '/' + page[1] + '/index.html';",
      '  return request;',
      '}',
    ];
    const pageOfPath = new CloudFrontFunction(this, 'PageOfPath', {
      comment: 'Gives every path below a page of the site that page',
      code: FunctionCode.fromInline(code.join('\n')),
      runtime: FunctionRuntime.JS_2_0,
    });
    return { function: pageOfPath, eventType: FunctionEventType.VIEWER_REQUEST };
  }

  private siteBehavior(props: HostingProps): BehaviorOptions {
    return {
      origin: S3BucketOrigin.withOriginAccessControl(this.site),
      viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      cachePolicy: CachePolicy.CACHING_OPTIMIZED,
      compress: true,
      responseHeadersPolicy: new ResponseHeadersPolicy(this, 'Headers', {
        comment: 'Security headers of the console',
        securityHeadersBehavior: {
          ...securityHeaders(contentSecurityPolicy(props)),
          frameOptions: { frameOption: HeadersFrameOption.DENY, override: true },
        },
        customHeadersBehavior: {
          customHeaders: [{ header: 'cross-origin-opener-policy', value: 'same-origin', override: true }, PERMISSIONS],
        },
      }),
    };
  }

  /**
   * The one page that other sites may show in a frame: it has no cookie and keeps nothing, so whoever shows it without
   * having let a partner in shows nothing. It talks to neither the login nor any other site.
   */
  private embeddedHeaders({ filesUrl }: HostingProps): ResponseHeadersPolicy {
    const policy = policyOf({ connect: filesUrl, formAction: '', ancestors: EMBEDDING_SITES });
    return new ResponseHeadersPolicy(this, 'EmbeddedHeaders', {
      comment: 'Security headers of the portal in the site of a merchant',
      securityHeadersBehavior: securityHeaders(policy),
      customHeadersBehavior: { customHeaders: [PERMISSIONS] },
    });
  }
}

/** Any secure site, and the machine of whoever builds one. */
const EMBEDDING_SITES = 'https: http://localhost:* http://127.0.0.1:*';

const PERMISSIONS = {
  header: 'permissions-policy',
  value: 'camera=(), geolocation=(), microphone=(), payment=()',
  override: true,
} as const;

function securityHeaders(policy: string): ResponseSecurityHeadersBehavior {
  return {
    contentSecurityPolicy: { contentSecurityPolicy: policy, override: true },
    contentTypeOptions: { override: true },
    referrerPolicy: { referrerPolicy: HeadersReferrerPolicy.SAME_ORIGIN, override: true },
    strictTransportSecurity: { accessControlMaxAge: Duration.days(730), includeSubdomains: true, override: true },
  };
}

/** Passes everything on and keeps nothing: each call is its own, and a click must reach tracking. */
function apiBehavior(host: string): BehaviorOptions {
  return {
    origin: new HttpOrigin(host, { protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY }),
    viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    allowedMethods: AllowedMethods.ALLOW_ALL,
    cachePolicy: CachePolicy.CACHING_DISABLED,
    originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
    compress: true,
  };
}

/** Pictures of banners and logos are kept for as long as their answer says: pages with many readers show them. */
function pictureBehavior(host: string): BehaviorOptions {
  return {
    origin: new HttpOrigin(host, { protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY }),
    viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    cachePolicy: CachePolicy.CACHING_OPTIMIZED,
    responseHeadersPolicy: ResponseHeadersPolicy.SECURITY_HEADERS,
  };
}

/**
 * Nothing inline, and no script or style from elsewhere; the console talks to its own host, to the login and to the
 * files. Pictures may come from any secure address: the preview of a shared link shows the merchant's own.
 */
function contentSecurityPolicy({ loginUrl, filesUrl }: HostingProps): string {
  return policyOf({ connect: `${loginUrl}/ ${filesUrl}`, formAction: ` ${loginUrl}/`, ancestors: "'none'" });
}

interface PolicyParts {
  /** Where the page may send requests to, beside its own host. */
  readonly connect: string;
  /** Where its forms may lead, beside its own host. */
  readonly formAction: string;
  /** The sites that may show it in a frame. */
  readonly ancestors: string;
}

function policyOf({ connect, formAction, ancestors }: PolicyParts): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob: https:",
    "font-src 'self'",
    "manifest-src 'self'",
    `connect-src 'self' ${connect}`,
    `form-action 'self'${formAction}`,
    "base-uri 'none'",
    `frame-ancestors ${ancestors}`,
  ].join('; ');
}
